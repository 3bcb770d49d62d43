package meander.models.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;

class StateDictConverterTest {
    private final AtomicInteger reads = new AtomicInteger();
    private final StoredTensor counted = StoredTensor.derived(() -> {
        reads.incrementAndGet();
        return new float[]{1, 2, 3, 4, 5, 6};
    }, 2, 3);
    private final StateDictConverter translation = new StateDictConverter(file(
            Map.of("weight", counted, "other", StoredTensor.of(new float[2], 2), "buffer", StoredTensor.of(new float[1], 1))));

    private static StateDict file(Map<String, StoredTensor> tensors) {
        return new StateDict(new LinkedHashMap<>(tensors), new LinkedHashMap<>(), new LinkedHashSet<>(), "Generator");
    }

    @Test
    void numbersAreConvertedWhenTheyAreAskedFor() {
        translation.take("weight", "fc.weight", x -> x.transpose().flip(0).add(1));
        StoredTensor translated = translation.done(_ -> true).tensors().get("fc.weight");
        assertThat(translated.shape()).containsExactly(3, 2);
        assertThat(reads).hasValue(0);
        assertThat(translated.floats()).containsExactly(4, 7, 3, 6, 2, 5);
        assertThat(translated.doubles()).containsExactly(4, 7, 3, 6, 2, 5);
        assertThat(translated.longs()).containsExactly(4, 7, 3, 6, 2, 5);
        assertThat(reads).hasValue(3);
    }

    @Test
    void whatIsLeftOverStaysUnlessItCanBeSpared() {
        translation.take("weight", "fc.weight");
        translation.take("missing", "fc.bias");
        StateDict done = translation.done("buffer"::equals);
        assertThat(done.tensors()).containsOnlyKeys("fc.weight", "other");
        assertThat(done.tensors().get("fc.weight")).isSameAs(counted);
        assertThat(done.className()).isEqualTo("Generator");
    }

    @Test
    void whatCannotBeChangedSoIsNamed() {
        assertThatThrownBy(() -> translation.take("other", "kernel", StateDictConverter.KERNEL))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("other [2]: ");
        assertThatThrownBy(() -> translation.number("other")).hasMessageContaining("other");
        assertThatThrownBy(() -> translation.shape("weight", 4)).hasMessage("weight is [2,3], not of 4 axes");
        assertThatThrownBy(() -> translation.shape("missing", 4)).hasMessage("missing is missing");
    }
}
