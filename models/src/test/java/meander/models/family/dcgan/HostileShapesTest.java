package meander.models.family.dcgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.OpenResult;

class HostileShapesTest {
    @Test
    void anyShapesGiveAResult() {
        SplittableRandom random = new SplittableRandom(11);
        int ready = 0;
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            StateDict state = (i % 2 == 0 ? StateDicts.tutorial("main.") : StateDicts.upsampling().weight("label_emb", 10, 6))
                    .listed();
            switch (open(changed(state, random))) {
                case OpenResult.Ready _ -> ready++;
                case OpenResult.Translates _ -> throw new AssertionError("translates pictures");
                case OpenResult.Refused _ -> refused++;
                case null -> {
                }
            }
        }
        assertThat(ready).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void manySquareLayersThatLeadNowhereAreRefusedSoon() {
        StateDicts made = new StateDicts().weight("main.0", 4, 2, 4, 4);
        for (int i = 1; i < 60; i++)
            made.weight("main." + i, 2, 2, 3, 3);
        StateDict state = made.weight("main.60", 7, 3, 4, 4).unlisted();
        assertTimeout(Duration.ofSeconds(5), () -> assertThat(open(state)).isInstanceOf(OpenResult.Refused.class));
    }

    /** Some tensors lost, some with other dimensions, some modules forgotten. */
    private static StateDict changed(StateDict state, SplittableRandom random) {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(state.tensors());
        List<String> names = List.copyOf(tensors.keySet());
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(3) == 0) {
                tensors.remove(name);
            } else {
                int[] shape = random.ints(random.nextInt(5), 0, 6).toArray();
                int elements = 1;
                for (int dim : shape)
                    elements *= dim;
                tensors.put(name, StoredTensor.of(new float[elements], shape));
            }
        }
        LinkedHashSet<String> modules = new LinkedHashSet<>(state.modules());
        modules.removeIf(_ -> random.nextInt(20) == 0);
        return new StateDict(tensors, new LinkedHashMap<>(), modules, "");
    }

    private static OpenResult open(StateDict state) {
        return new DcganFamily().recognise(StateDicts.file(state)).map(candidate -> candidate.open(Map.of())).orElse(null);
    }
}
