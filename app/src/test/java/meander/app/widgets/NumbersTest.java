package meander.app.widgets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void numbers_carry_a_real_minus_and_where_wanted_a_plus() {
        assertThat(Numbers.format(-1.25, 1, true)).isEqualTo("−1.3");
        assertThat(Numbers.format(2.2, 1, true)).isEqualTo("+2.2");
        assertThat(Numbers.format(2.2, 2, false)).isEqualTo("2.20");
        assertThat(Numbers.format(-0.001, 2, true)).isEqualTo("0.00");
        assertThat(Numbers.format(-2, 0, false)).isEqualTo("−2");
    }

    @Test
    void what_is_typed_is_read_with_any_minus_and_a_comma() {
        assertThat(Numbers.parse(" −0,5 ")).hasValue(-0.5);
        assertThat(Numbers.parse("+2.")).hasValue(2);
        assertThat(Numbers.parse(".25")).hasValue(0.25);
        assertThat(Numbers.parse("1e-2")).hasValue(0.01);
    }

    @Test
    void what_is_no_number_is_refused() {
        for (String typed : new String[]{"", "-", "abc", "1.2.3", "0x10", "NaN", "1e999"})
            assertThat(Numbers.parse(typed)).as(typed).isEmpty();
    }
}
