package meander.models.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.SeedPlanePoint;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.latent.WOffsets;
import meander.models.latent.ZOffsets;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** What is expected of every file that draws, whatever family and tool it is of. */
class CatalogueTest {
    /** Places at which each file is damaged; more of them are worth a try after a change to a reader. */
    private static final int TIMES = Integer.getInteger("damages", 6);

    @TempDir
    private Path folder;

    static List<String> files() {
        return Fixtures.GENERATORS;
    }

    @ParameterizedTest
    @CsvSource({"sg2ada_tiny32.pkl,StyleGAN2,32,64,64", "tf_sg2_configf_tiny32.pkl,StyleGAN2,32,64,64",
            "tf_sg2_labelconcat_tiny32.pkl,StyleGAN2,32,32,40", "tf_sg2ada_cond_tiny32.pkl,StyleGAN2,32,48,40",
            "rosinality_sg2_32_latentavg.pt,StyleGAN2,32,64,64", "tf_stylegan1_32.pkl,StyleGAN,32,48,40",
            "huangzh13_stylegan1_32.pth,StyleGAN,32,48,40", "rosinality_sg1_step3_32px.model,StyleGAN,1024,48,48",
            "tf_progan_32.pkl,ProGAN,32,24,0", "proggan_gandissect_32.pth,ProGAN,32,32,0", "ganzoo_pgan_32.pt,ProGAN,32,24,0",
            "sg3t_tiny32.pkl,StyleGAN3,32,64,64", "sg3r_tiny32.pkl,StyleGAN3,32,64,64", "biggan32_mybn.pth,BigGAN,32,24,0",
            "biggan64_hier_attn32.pth,BigGAN,64,40,0", "bigdeep32.pth,BigGAN,32,16,0", "hf_biggan_deep32.bin,BigGAN,32,12,0",
            "lucidrains16/model_12.pt,StyleGAN2 (lucidrains),16,32,32"})
    void isRecognisedByItsContent(String file, String family, int width, int zDim, int wDim) throws IOException {
        Model model = Fixtures.open(Files.copy(Fixtures.path(file), folder.resolve("network")));
        assertThat(model.info().family()).isEqualTo(family);
        assertThat(List.of(model.info().width(), model.info().height(), model.info().zDim(), model.info().wDim()))
                .containsExactly(width, width, zDim, wDim);
        assertThat(model.info().notes()).allMatch(note -> note.endsWith("."));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyControlChangesThePicture(String file) {
        Model model = Fixtures.open(Fixtures.path(file));
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            RenderRequest usual = model.initial();
            float[] before = Parity.draw(renderer, usual).data();
            for (Control control : model.controls())
                changes(control, usual).forEach(changed -> assertThat(Parity.draw(renderer, changed).data()).as("%s", control)
                        .isNotEqualTo(before).satisfies(CatalogueTest::finite));
            assertThat(Parity.draw(renderer, usual).data()).isEqualTo(before);
        }
    }

    private static Stream<RenderRequest> changes(Control control, RenderRequest usual) {
        return switch (control) {
            case Control.Seed _ -> Stream.of(usual.withSeed(1), usual.withPoint(new SeedPlanePoint(0, 0.5, 0)));
            case Control.Truncate _ -> Stream.of(usual.withTruncation(new Truncation(0.1, Truncation.ALL_LAYERS)),
                    usual.withTruncation(new Truncation(0.1, 1)));
            case Control.NoiseLevels(var layers) -> Stream.of(usual.withNoise(Noise.AS_TRAINED.withStrength(3)),
                    usual.withNoise(Noise.AS_TRAINED.withLayerStrength(layers.size() - 1, 4)),
                    usual.withNoise(Noise.AS_TRAINED.withMode(Noise.Mode.RANDOM).withSeed(9)));
            case Control.Mixing(var layers) ->
                Stream.of(usual.withMix(StyleMix.NONE.withDonor(5).withLayer(layers.size() - 1, 1)));
            case Control.Classes(int count, _) -> Stream.of(usual.withClasses(ClassMix.of(count - 1)));
            case Control.EditZ(int dimensions) -> Stream.of(usual.withZOffsets(ZOffsets.NONE.with(dimensions - 1, 2.0)));
            case Control.EditW(int dimensions, _) -> Stream.of(usual.withWOffsets(WOffsets.NONE.with(dimensions - 1, 2.0)));
            case Control.Slider slider -> Stream.of(usual.withSlider(slider.id(), slider.min()));
            case Control.Transform transform ->
                transform.sliders().stream().map(slider -> usual.withSlider(slider.id(), slider.max() / 4));
            case Control.Guess _ -> Stream.of();
            default -> throw new AssertionError("what does " + control + " change?");
        };
    }

    private static void finite(float[] pixels) {
        for (float pixel : pixels)
            assertThat(pixel).isFinite();
    }

    /** Files that end early never open; one wrong byte may go unnoticed. Neither throws. */
    @ParameterizedTest
    @MethodSource("files")
    void aDamagedFileIsAnAnswer(String file) throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.path(file));
        Path damaged = folder.resolve("network");
        Random random = new Random(4);
        for (int i = 0; i < TIMES; i++) {
            Files.write(damaged, Arrays.copyOf(whole, (int) ((long) whole.length * i / TIMES) + random.nextInt(50)));
            assertThat(Families.installed().open(damaged, Map.of(), _ -> {}, () -> false)).isInstanceOf(OpenResult.Refused.class);
            byte[] flipped = whole.clone();
            int at = i % 2 == 0 ? random.nextInt(Math.min(12_000, whole.length)) : whole.length - 1 - random.nextInt(6000);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(damaged, flipped);
            switch (Families.installed().open(damaged, Map.of(), _ -> {}, () -> false)) {
                case OpenResult.Ready(Model model) -> assertThat(model.controls()).isNotEmpty();
                case OpenResult.Translates _ -> throw new AssertionError("translates pictures");
                case OpenResult.Refused(var why) -> assertThat(why.sentence()).isNotBlank();
            }
        }
    }
}
