package meander.models.family.style.stylegan2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.family.Model;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.NumpyRandom;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.render.Frame;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.RenderRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against outputs of the official PyTorch code on the CPU, also of networks that it took over from TensorFlow, at the tolerances of the fixtures' README. */
class StyleGan2ParityTest {
    @ParameterizedTest
    @ValueSource(strings = {"sg2ada_tiny32.pkl", "sg2ada_cond_tiny32_proto3.pkl", "sg2_from_sg3repo_tiny32.pkl",
            "tf_sg2_configf_tiny32.pkl", "tf_sg2_labelconcat_tiny32.pkl", "tf_sg2ada_cond_tiny32.pkl"})
    void drawsWhatTheOfficialCodeDraws(String file) {
        Path references = references(file);
        Model model = Fixtures.open(Fixtures.path(file));
        int pictures = 0;
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            for (int seed : new int[]{0, 7}) {
                assertThat(new NumpyRandom(seed).randn(model.info().zDim()))
                        .containsExactly(Fixtures.array(references.resolve("z_seed" + seed + ".npy")).doubles());
                for (String psi : new String[]{"1", "0.7", "0.7_cutoff4"}) {
                    RenderRequest request = request(model, references).withSeed(seed).withTruncation(truncation(psi));
                    Path styles = references.resolve("ws_seed" + seed + "_psi" + psi + ".npy");
                    Parity.check(renderer.styles(request).data(), styles, Parity.STYLES);
                    for (Noise.Mode noise : new Noise.Mode[]{Noise.Mode.NONE, Noise.Mode.CONST}) {
                        Path picture = references
                                .resolve("img_seed" + seed + "_psi" + psi + "_" + noise.name().toLowerCase() + ".npy");
                        if (!Files.exists(picture)) continue;
                        Tensor drawn = Parity.draw(renderer, request.withNoise(Noise.AS_TRAINED.withMode(noise)));
                        Parity.check(drawn.data(), picture, Parity.PICTURE);
                        pictures++;
                    }
                }
            }
        }
        assertThat(pictures).isGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sg2ada_tiny32.pkl", "sg2ada_cond_tiny32_proto3.pkl"})
    void mixesStylesAsTheOfficialCodeDoes(String file) {
        Path references = references(file);
        Model model = Fixtures.open(Fixtures.path(file));
        long[] rows = Fixtures.array(references.resolve("mix_rows.npy")).longs();
        long[] columns = Fixtures.array(references.resolve("mix_cols.npy")).longs();
        long[] layers = Fixtures.array(references.resolve("mix_col_styles.npy")).longs();
        float[] expected = Fixtures.array(references.resolve("mix_imgs.npy")).floats();
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            int at = 0;
            for (long row : rows)
                for (long column : columns) {
                    StyleMix mix = StyleMix.NONE.withDonor(column);
                    for (long layer : layers)
                        mix = mix.withLayer((int) layer, 1);
                    RenderRequest request = request(model, references).withSeed(row).withTruncation(truncation("0.7"))
                            .withMix(mix);
                    float[] drawn = Parity.draw(renderer, request).data();
                    assertThat(Fixtures.distance(drawn, Arrays.copyOfRange(expected, at, at += drawn.length)))
                            .isLessThanOrEqualTo(Parity.PICTURE);
                }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sg2ada_tiny32.pkl", "sg2ada_cond_tiny32_proto3.pkl", "sg2_from_sg3repo_tiny32.pkl",
            "tf_sg2_configf_tiny32.pkl", "tf_sg2_labelconcat_tiny32.pkl", "tf_sg2ada_cond_tiny32.pkl"})
    void roundsToTheSameBytes(String file) throws Exception {
        Path references = references(file);
        Path reference;
        try (var files = Files.list(references)) {
            reference = files.filter(path -> path.toString().contains("uint8")).findFirst().orElseThrow();
        }
        Model model = Fixtures.open(Fixtures.path(file));
        long[] expected = Fixtures.array(reference).longs(); // N H W C
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            Tensor drawn = Parity.draw(renderer, request(model, references).withTruncation(truncation("0.7")));
            int plane = drawn.data().length / 3;
            int different = 0;
            for (int i = 0; i < expected.length; i++) {
                long off = Math.abs(Frame.level(drawn.data()[i % 3 * plane + i / 3]) - expected[i]);
                assertThat(off).isLessThanOrEqualTo(1);
                if (off > 0) different++;
            }
            assertThat(different).isLessThanOrEqualTo(expected.length / 1000);
        }
    }

    private static Path references(String file) {
        return Fixtures.path("ref/" + file.replace(".pkl", ""));
    }

    private static RenderRequest request(Model model, Path references) {
        if (model.info().classes() == 0) return RenderRequest.DEFAULT;
        float[] label = Fixtures.array(references.resolve("c.npy")).floats();
        TreeMap<Integer, Double> weights = new TreeMap<>();
        for (int i = 0; i < label.length; i++)
            if (label[i] > 0) weights.put(i, (double) label[i]);
        return RenderRequest.DEFAULT.withClasses(new ClassMix(weights));
    }

    private static Truncation truncation(String psi) {
        String[] parts = psi.split("_cutoff");
        return new Truncation(Double.parseDouble(parts[0]),
                parts.length > 1 ? Integer.parseInt(parts[1]) : Truncation.ALL_LAYERS);
    }
}
