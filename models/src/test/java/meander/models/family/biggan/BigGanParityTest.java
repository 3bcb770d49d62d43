package meander.models.family.biggan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.family.StrictLoader;
import meander.models.graph.ConstantFolding;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.latent.ClassMix;
import meander.models.latent.NumpyRandom;
import meander.models.latent.Truncation;
import meander.models.nn.SpectralNorm;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.RenderRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against outputs of the original PyTorch code on the CPU, at the tolerances of the fixtures' README. */
class BigGanParityTest {
    private static final double NUMBERS = 1e-5;

    @ParameterizedTest
    @CsvSource({"biggan32_mybn.pth,biggan32_mybn,''", "biggan32_mybn_standing.pth,biggan32_mybn,_standingfile_divided",
            "biggan32_noshared_noattn.pth,biggan32_noshared_noattn,''", "biggan64_hier_attn32.pth,biggan64_hier_attn32,''",
            "bigdeep32.pth,bigdeep32,''", "hf_biggan_deep32.bin,hf_biggan_deep32,_trunc1.0",
            "hf_biggan_deep32.bin,hf_biggan_deep32,_trunc0.7", "hf_biggan_deep32.bin,hf_biggan_deep32,_trunc0.45",
            "hf_biggan_deep32.bin,hf_biggan_deep32,_trunc0.4"})
    void drawsWhatTheOriginalCodeDraws(String file, String references, String suffix) {
        double psi = suffix.startsWith("_trunc") ? Double.parseDouble(suffix.substring(6)) : 1;
        try (Renderer renderer = open(file)) {
            for (int[] seedAndClass : new int[][]{{0, 3}, {7, 1}}) {
                int seed = seedAndClass[0];
                float[] z = Fixtures.array(reference(references, "z_seed" + seed)).floats();
                assertThat(new NumpyRandom(seed).randnFloats(renderer.model().info().zDim())).containsExactly(z);
                RenderRequest request = RenderRequest.DEFAULT.withSeed(seed).withClasses(ClassMix.of(seedAndClass[1]))
                        .withTruncation(new Truncation(psi, Truncation.ALL_LAYERS));
                near(renderer, request, reference(references, "img_seed" + seed + "_class" + seedAndClass[1] + suffix));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"biggan32_mybn", "biggan64_hier_attn32", "bigdeep32"})
    void blendsClassesAsTheOriginalCodeDoes(String name) {
        try (Renderer renderer = open(name + ".pth")) {
            near(renderer, RenderRequest.DEFAULT.withClasses(ClassMix.of(3).with(1, 1)),
                    reference(name, "img_seed0_classmix_half"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"biggan32_mybn", "biggan32_noshared_noattn", "biggan64_hier_attn32", "bigdeep32"})
    void dividesWeightsByTheLargestSingularValueThatOneMoreStepFinds(String name) {
        Checkpoint checkpoint = (Checkpoint) Checkpoints.open(Fixtures.path(name + ".pth"));
        StateDict file = checkpoint.networks().get("");
        int[] shape = file.tensors().get("linear.weight").shape();
        Scope at = Scope.root(new Graph()).at("linear");
        Value divided = SpectralNorm.serving(at.parameter("weight", Initializer.ZERO, shape),
                at.kept("u0", Initializer.ZERO, 1, shape[0]));
        Parity.check(new ConstantFolding(StrictLoader.weights(file)).evaluate(divided).data(),
                reference(name, "W_linear_normalised"), NUMBERS);
    }

    private static Renderer open(String file) {
        return Renderers.open(Fixtures.open(Fixtures.path(file)), RenderSettings.DEFAULT);
    }

    private static Path reference(String folder, String name) {
        return Fixtures.path("ref/" + folder + "/" + name + ".npy");
    }

    private static void near(Renderer renderer, RenderRequest request, Path reference) {
        Parity.check(Parity.draw(renderer, request).data(), reference, Parity.PICTURE);
    }
}
