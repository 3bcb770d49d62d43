package meander.models.family.dcgan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.models.checkpoint.StateDict;
import meander.models.infer.InferenceException;
import meander.models.infer.ModuleSequence;

class StrideCandidatesTest {
    /** Stacks that are in use, by their kernels and channels of the picture. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"main | 4 4 4 4 4 | 3 | 64×64: 4/1/0 4/2/1 4/2/1 4/2/1 4/2/1",
            "main | 4 4 4 4 | 1 | 32×32: 4/1/0 4/2/1 4/2/1 4/2/1", "main | 4 3 4 4 | 1 | 28×28: 4/1/0 3/2/1 4/2/1 4/2/1",
            "main | 7 4 4 | 1 | 28×28: 7/1/0 4/2/1 4/2/1", "main | 4 5 5 5 5 | 3 | 64×64: 4/1/0 5/2/2+1 5/2/2+1 5/2/2+1 5/2/2+1",
            "main | 4 4 4 4 4 3 | 3 | 128×128: 4/1/0 4/2/1 4/2/1 4/2/1 4/2/1 3/2/1+1",
            "gen | 3 4 3 4 | 1 | 28×28: 3/1/0 4/1/0 3/2/0 4/2/0", "gen | 3 3 3 3 4 | 3 | 64×64: 3/1/0 3/2/0 3/2/0 3/2/0 4/2/0",
            "gen | 4 4 4 4 4 | 3 | 64×64: 4/1/0 4/2/1 4/2/1 4/2/1 4/2/1"})
    void theUsualWayComesFirst(String layout, String kernels, int channels, String way) throws InferenceException {
        StateDicts made = new StateDicts();
        String[] sizes = kernels.split(" ");
        int in = 9;
        for (int i = 0; i < sizes.length; i++) {
            int kernel = Integer.parseInt(sizes[i]);
            int out = i + 1 < sizes.length ? 20 - i : channels;
            String path = layout.equals("gen") ? "gen." + i + "." : "main.";
            int at = layout.equals("gen") ? 0 : 3 * i;
            made.weight(path + at, in, out, kernel, kernel);
            if (i + 1 < sizes.length) made.norm(path + (at + 1), out);
            made.bare(path + (at + 2));
            in = out;
        }
        StateDict state = made.listed();
        DcganStructure skeleton = DcganInference.of(ModuleSequence.of(state));
        assertThat(StrideCandidates.of(skeleton).getFirst().label(skeleton.transposed())).isEqualTo(way);
    }
}
