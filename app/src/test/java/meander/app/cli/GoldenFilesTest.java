package meander.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.imageio.ImageIO;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import meander.app.base.FxThreads;
import meander.app.picture.LastPictureCache;
import meander.app.picture.PictureRecipe;
import meander.app.picture.PngFrames;
import meander.app.picture.TranslationRecipe;
import meander.app.session.WindowState;
import meander.app.session.WindowStateStore;
import meander.app.settings.AppSettings;
import meander.app.settings.AppSettingsStore;
import meander.models.checkpoint.numpy.NpyArray;
import meander.models.checkpoint.numpy.NpyReader;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.family.Translator;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.StyleMix;
import meander.models.render.Frame;
import meander.models.render.PictureTranslator;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.render.TranslateRequest;
import meander.models.render.TranslateResult;
import meander.models.request.RenderRequest;

/** What was saved in November 2026 opens with all that was in it, and what it says how to draw is drawn as it was. */
@Timeout(60)
class GoldenFilesTest {
    private static final String HASH = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static final String OTHER = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    @TempDir
    private Path folder;

    @Test
    void aGeneratedPicture() throws IOException {
        PictureRecipe recipe = recipe("generate.png");
        assertThat(recipe.app()).isNotEmpty();
        assertThat(recipe.model()).isEqualTo("sg2ada_cond_tiny32_proto3.pkl");
        assertThat(recipe.family()).isEqualTo("StyleGAN2");
        assertThat(recipe.sha256()).matches("[0-9a-f]{64}");
        assertThat(recipe.full()).isTrue();
        assertThat(recipe.width()).isEqualTo(32);
        assertThat(recipe.height()).isEqualTo(32);
        assertThat(recipe.enlarged()).isEqualTo(1);
        RenderRequest request = recipe.request();
        assertThat(request.point().seed()).isEqualTo(85);
        assertThat(request.truncation().psi()).isEqualTo(0.7);
        assertThat(request.truncation().cutoff()).isEqualTo(3);
        assertThat(request.classes().weights()).isEqualTo(Map.of(1, 0.25, 2, 0.75));
        assertThat(request.noise().mode()).isEqualTo(Noise.Mode.RANDOM);
        assertThat(request.noise().seed()).isEqualTo(17);
        assertThat(request.noise().layerStrength()).isEqualTo(Map.of(5, 0.5));
        assertThat(request.styles()).isEmpty();
        drawsAgain("generate.png", recipe);
        NpyArray w = NpyReader.read(golden("generate.w.npy"));
        assertThat(w.shape()[w.shape().length - 2]).as("layers").isEqualTo(8);
    }

    @Test
    void aPictureOfTwoStyles() throws IOException {
        PictureRecipe recipe = recipe("mix.png");
        RenderRequest request = recipe.request();
        assertThat(request.point().seed()).isEqualTo(85);
        assertThat(request.classes()).isEqualTo(ClassMix.of(1));
        StyleMix mix = request.mix();
        assertThat(mix.donors()).containsExactly(100L);
        assertThat(mix.weights()).containsOnlyKeys(0, 1, 2, 3).containsEntry(2, List.of(0.0, 1.0));
        drawsAgain("mix.png", recipe);
    }

    @Test
    void aPictureThatWasMovedAndTurned() throws IOException {
        PictureRecipe recipe = recipe("transform.png");
        assertThat(recipe.family()).isEqualTo("StyleGAN3");
        assertThat(recipe.request().point().seed()).isEqualTo(7);
        assertThat(recipe.request().sliders()).isEqualTo(Map.of("rotate", 30.0, "translateX", 0.25, "translateY", -0.1));
        drawsAgain("transform.png", recipe);
    }

    @Test
    void aTranslation() throws IOException {
        TranslationRecipe recipe = PngFrames
                .recipe(golden("translate.png")) instanceof PictureRecipe.Reading.Translated(var found) ? found : null;
        assertThat(recipe.model()).isEqualTo("resnet6_ngf8_batchnorm_dropout_zip.pth");
        assertThat(recipe.family()).isEqualTo("CycleGAN");
        assertThat(recipe.input()).isEqualTo("generate.png");
        assertThat(recipe.inputSha256()).matches("[0-9a-f]{64}").isNotEqualTo(recipe.sha256());
        assertThat(recipe.mode()).isEqualTo(Translator.Mode.AS_TRAINED);
        assertThat(recipe.dropoutSeed()).isEqualTo(5);
        assertThat(recipe.tile()).isZero();
        assertThat(recipe.width()).isEqualTo(32);
        assertThat(recipe.height()).isEqualTo(32);
        assertThat(recipe.enlarged()).isEqualTo(1);

        int[] input = pixels(golden("generate.png"));
        float[] values = new float[input.length]; // [C,H,W]
        for (int i = 0; i < input.length; i++)
            values[i % 3 * 1024 + i / 3] = input[i] / 127.5f - 1;
        Translator translator = switch (open(recipe.model())) {
            case OpenResult.Translates(Translator opened) -> opened;
            case OpenResult other -> throw new AssertionError(other.toString());
        };
        try (PictureTranslator here = Renderers.open(translator, RenderSettings.DEFAULT)) {
            TranslateRequest request = new TranslateRequest(new Tensor(Shape.of(3, 32, 32), values), recipe.mode(),
                    recipe.dropoutSeed(), recipe.tile());
            assertThat(here.translate(request)).isInstanceOfSatisfying(TranslateResult.Translated.class,
                    result -> same(result.pixels(), "translate.png"));
        }
    }

    @Test
    void aPictureOfWhichEverythingWasTurned() throws IOException {
        PictureRecipe recipe = recipe("everything.png");
        assertThat(recipe.app()).isEqualTo("0.1.0");
        assertThat(recipe.model()).isEqualTo("面 \"faces\".pkl");
        assertThat(recipe.sha256()).isEqualTo(HASH);
        assertThat(recipe.full()).isFalse();
        assertThat(recipe.width()).isEqualTo(3);
        assertThat(recipe.height()).isEqualTo(2);
        assertThat(recipe.enlarged()).isEqualTo(2);
        assertTurned(recipe.request());
        assertThat(pixels(golden("everything.png"))).startsWith(0, 90, 180, 15, 105, 195);
    }

    private static void assertTurned(RenderRequest request) {
        assertThat(request.point().seed()).isEqualTo(4294967295L);
        assertThat(request.point().x()).isEqualTo(-1.25);
        assertThat(request.point().y()).isEqualTo(1e-9);
        assertThat(request.styles().orElseThrow().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(request.styles().orElseThrow().data()).containsExactly(0.1f, -2.5e-30f, Float.MIN_VALUE, -0f, 3e30f, 1);
        assertThat(request.truncation().psi()).isEqualTo(0.7);
        assertThat(request.truncation().cutoff()).isEqualTo(4);
        assertThat(request.classes().weights()).isEqualTo(Map.of(0, 0.3, 4, 0.7));
        assertThat(request.noise().mode()).isEqualTo(Noise.Mode.RANDOM);
        assertThat(request.noise().seed()).isEqualTo(17);
        assertThat(request.noise().strength()).isEqualTo(0.5);
        assertThat(request.noise().layerStrength()).isEqualTo(Map.of(3, 0.25));
        assertThat(request.mix().donors()).containsExactly(85L, 100L);
        assertThat(request.mix().weights()).isEqualTo(Map.of(2, List.of(0.0, 0.5, 0.5)));
        assertThat(request.zOffsets().offsets()).isEqualTo(Map.of(1, -0.5));
        assertThat(request.wOffsets().offsets()).isEqualTo(Map.of(3, 2.0));
        assertThat(request.wOffsets().layers()).isEqualTo(Map.of(5, Map.of(7, 1.0 / 3)));
        assertThat(request.sliders()).isEqualTo(Map.of("slope", 0.2, "translateX", -0.75));
    }

    @Test
    void aPictureOfNoiseThatWasBroughtAlong() {
        Noise noise = recipe("given-noise.png").request().noise();
        assertThat(noise.mode()).isEqualTo(Noise.Mode.GIVEN);
        assertThat(noise.given()).hasSize(2);
        assertThat(noise.given().get(0).shape()).isEqualTo(Shape.of(1, 1));
        assertThat(noise.given().get(0).data()).containsExactly(-2.5f);
        assertThat(noise.given().get(1).shape()).isEqualTo(Shape.of(64, 64));
        assertThat(noise.given().get(1).data()[4095]).isEqualTo(0.999755859375f);
    }

    @Test
    void theLastPictureOfAModel() {
        Frame frame = new LastPictureCache(golden("last"), LastPictureCache.MOST_BYTES, Runnable::run).find(HASH).orElseThrow();
        assertTurned(frame.request());
        assertThat(frame.width()).isEqualTo(3);
        assertThat(frame.height()).isEqualTo(2);
        assertThat(frame.full()).isFalse();
        assertThat(frame.pixels().data()[17]).isCloseTo(1, within(0.005f));
    }

    @Test
    void aSession() throws IOException {
        Files.copy(golden("session.json"), folder.resolve("session.json"));
        Files.createDirectory(folder.resolve("thumbnails"));
        Files.copy(golden("thumbnails").resolve(HASH + ".png"), folder.resolve("thumbnails").resolve(HASH + ".png"));
        try (WindowStateStore store = new WindowStateStore(folder, FxThreads.inline())) {
            WindowState session = store.session().get();
            assertThat(session.window()).contains(new WindowState.Bounds(-10, 20.5, 1280, 800, true));
            assertThat(session.columns()).isEqualTo(Map.of("library", 264.0, "inspector", 0.0));
            assertThat(session.theme()).isEqualTo("light");
            assertThat(session.language()).isEqualTo("zh-CN");
            assertThat(session.recents()).containsExactly(
                    new WindowState.Recent(Path.of("/models/脸.pkl"), "脸.pkl", "StyleGAN2 · 256 px · 24.8 M", HASH),
                    new WindowState.Recent(Path.of("/models/b.pth"), "b.pth", "DCGAN · 32 px · 1.1 M", OTHER));
            assertThat(session.answersTo(HASH)).as("what was said about a file’s guesses")
                    .isEqualTo(Map.of("slope", "0.1", "norm", "batch"));
            assertThat(session.answersTo(OTHER)).isEmpty();
            assertThat(session.requests()).containsOnlyKeys(HASH, OTHER);
            assertTurned(session.requests().get(HASH));
            assertThat(session.requests().get(OTHER)).isEqualTo(RenderRequest.DEFAULT.withSeed(85));
            assertThat(session.folder()).contains(Path.of("/data/pictures"));
            assertThat(session.runs()).containsExactly(Path.of("/data/runs/newer"), Path.of("/data/runs/older"));
            assertThat(session.panes()).containsExactly(new WindowState.Pane(Path.of("/models/c.pth"), "own+dropout", "cycle", 7),
                    new WindowState.Pane(Path.of("/models/d.pth"), "running", "back", 0));
            assertThat(store.thumbnails()).containsOnlyKeys(HASH);
        }
    }

    @Test
    void requestsAreWrittenAsTheyWere() throws IOException {
        JsonNode requests = new ObjectMapper().readTree(golden("session.json").toFile()).get("requests");
        assertThat(requests).hasSize(2);
        for (JsonNode text : requests)
            assertThat(PictureRecipe.parse(text.textValue()).found().orElseThrow().toJson()).isEqualTo(text.textValue());
    }

    @Test
    void settings() throws IOException {
        Files.copy(golden("settings.json"), folder.resolve("settings.json"));
        try (AppSettingsStore store = new AppSettingsStore(folder, FxThreads.inline())) {
            AppSettings settings = store.settings().get();
            assertThat(store.trouble().get()).isNull();
            assertThat(settings.threads()).isEqualTo(3);
            assertThat(settings.drawing()).isEqualTo(AppSettings.Drawing.CPU);
            assertThat(settings.room()).isEqualTo(7);
            // A place on another system is none here.
            assertThat(settings.runs()).isEqualTo(Optional.of(Path.of("/data/my trainings")).filter(Path::isAbsolute));
            assertThat(settings.cache()).isEqualTo(Optional.of(Path.of("/data/图")).filter(Path::isAbsolute));
        }
    }

    private static void drawsAgain(String name, PictureRecipe recipe) throws IOException {
        Model model = switch (open(recipe.model())) {
            case OpenResult.Ready(Model opened) -> opened;
            case OpenResult other -> throw new AssertionError(other.toString());
        };
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            assertThat(renderer.render(recipe.request())).isInstanceOfSatisfying(Frame.class,
                    frame -> same(frame.pixels(), name));
        }
    }

    /** Up to how the last digit of a float is rounded. @param found {@code [C,H,W]} */
    private static void same(Tensor found, String name) {
        int[] expected = pixels(golden(name)); // [H,W,C]
        int plane = expected.length / 3;
        for (int i = 0; i < expected.length; i++)
            assertThat(Frame.level(found.data()[i % 3 * plane + i / 3])).isCloseTo(expected[i], within(1));
    }

    private static int[] pixels(Path file) {
        try {
            var raster = ImageIO.read(file.toFile()).getRaster();
            return raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static PictureRecipe recipe(String name) {
        return switch (PngFrames.recipe(golden(name))) {
            case PictureRecipe.Reading.Found(PictureRecipe recipe) -> recipe;
            case PictureRecipe.Reading other -> throw new AssertionError(other.toString());
        };
    }

    private static OpenResult open(String fixture) {
        return Families.installed().open(resource("/fixtures/" + fixture), Map.of(), _ -> {}, () -> false);
    }

    private static Path golden(String name) {
        return resource("/golden/saved/" + name);
    }

    private static Path resource(String name) {
        try {
            return Path.of(GoldenFilesTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
