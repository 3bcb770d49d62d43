package meander.app.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberFormatsTest {
    @Test
    void numbersCarryARealMinusAndWhereWantedAPlus() {
        assertThat(NumberFormats.format(-1.25, 1, true)).isEqualTo("−1.3");
        assertThat(NumberFormats.format(2.2, 1, true)).isEqualTo("+2.2");
        assertThat(NumberFormats.format(2.2, 2, false)).isEqualTo("2.20");
        assertThat(NumberFormats.format(-0.001, 2, true)).isEqualTo("0.00");
        assertThat(NumberFormats.format(-2, 0, false)).isEqualTo("−2");
    }

    @Test
    void whatIsTypedIsReadWithAnyMinusAndAComma() {
        assertThat(NumberFormats.parse(" −0,5 ")).hasValue(-0.5);
        assertThat(NumberFormats.parse("+2.")).hasValue(2);
        assertThat(NumberFormats.parse(".25")).hasValue(0.25);
        assertThat(NumberFormats.parse("1e-2")).hasValue(0.01);
    }

    @Test
    void whatIsNoNumberIsRefused() {
        for (String typed : new String[]{"", "-", "abc", "1.2.3", "0x10", "NaN", "1e999"})
            assertThat(NumberFormats.parse(typed)).as(typed).isEmpty();
    }
}
