package meander.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2 3|2 3|2 3", "|2 3|2 3", "||", "3|2 3|2 3", "2 1|1 3|2 3", "2 1|3|2 3", "1|1 1|1 1",
            "5 1 4 1|3 1 6|5 3 4 6", "0|1|0", "1 3|0 1|0 3"})
    void broadcastsByTheRuleOfNumPy(String a, String b, String joined) {
        assertThat(shape(a).broadcast(shape(b))).isEqualTo(shape(joined));
        assertThat(shape(b).broadcast(shape(a))).isEqualTo(shape(joined));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2 3|3 2", "2|3", "2 3|2", "2 1 3|4 2 2", "0|2"})
    void refusesToBroadcastWhatDoesNotGoTogether(String a, String b) {
        assertThatIllegalArgumentException().isThrownBy(() -> shape(a).broadcast(shape(b)))
                .withMessageContaining(shape(a).toString()).withMessageContaining(shape(b).toString());
        assertThatIllegalArgumentException().isThrownBy(() -> shape(b).broadcast(shape(a)));
    }

    @Test
    void countsAxesFromEitherEnd() {
        Shape shape = Shape.of(2, 3, 4);
        assertThat(shape.dim(-1)).isEqualTo(4);
        assertThat(shape.axis(-3)).isZero();
        assertThat(shape.with(-2, 7)).isEqualTo(Shape.of(2, 7, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> shape.dim(3)).withMessageContaining("axis 3")
                .withMessageContaining("[2,3,4]");
        assertThatIllegalArgumentException().isThrownBy(() -> shape.axis(-4)).withMessageContaining("axis -4");
    }

    @Test
    void stridesAreRowMajor() {
        assertThat(Shape.of(2, 3, 4).strides()).containsExactly(12, 4, 1);
        assertThat(Shape.of().strides()).isEmpty();
        assertThat(Shape.of().elements()).isOne();
    }

    @Test
    void refusesWhatNoArrayCanHold() {
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(2, -1)).withMessageContaining("[2, -1]");
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(1 << 16, 1 << 15)).withMessageContaining("too many");
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE))
                .withMessageContaining("too many");
    }

    private static Shape shape(String dims) {
        if (dims == null) return Shape.of();
        String[] parts = dims.split(" ");
        int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++)
            numbers[i] = Integer.parseInt(parts[i]);
        return Shape.of(numbers);
    }
}
