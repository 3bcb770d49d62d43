package meander.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import javax.imageio.ImageIO;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.app.base.GuiOptions;
import meander.app.base.Theme;
import meander.app.picture.PictureRecipe;
import meander.app.picture.PngFrames;
import meander.models.checkpoint.numpy.NpyReader;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.Truncation;
import meander.models.render.RenderResult;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import meander.models.text.Technical;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    private Path folder;
    private final FakeEngine engine = new FakeEngine();
    private Path model;
    private Path out;

    @BeforeEach
    void aModel() throws IOException {
        model = Files.writeString(folder.resolve("faces.pkl"), "weights");
        out = folder.resolve("out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "inspect", "generate", "mix", "translate", "export", "train", "gui", "bench", "bench render",
            "bench train"})
    void helpHasAnExample(String verb) {
        Call call = Call.of(engine, (Object[]) (verb + " --help").strip().split(" "));
        assertThat(call.exitCode()).isZero();
        assertThat(call.out()).contains("Usage: meander" + (verb.isEmpty() ? "" : " " + verb), "Example:\n  meander ");
        assertThat(call.err()).isEmpty();
    }

    @Test
    void defaultsAreThoseOfNvlabs() {
        assertThat(Call.of(engine, "generate", model, "--seeds", "85", "--out", out).exitCode()).isZero();
        assertThat(engine.drawn).containsExactly(RenderRequest.DEFAULT.withSeed(85));
    }

    @Test
    void controlsOfTheModelsOwnAreSetByName() {
        engine.own = List.of(new Control.Slider("level", 2, 5, 5), new Control.Guess("slope", List.of("0.01", "0.2"), "0.2"));
        Call call = Call.of(engine, "generate", model, "--seeds", "0", "--out", out, "--set", "level=3.5", "--set", "slope=0.2");
        assertThat(call.err()).isEmpty();
        assertThat(engine.drawn).containsExactly(RenderRequest.DEFAULT.withSlider("level", 3.5));
        assertThat(engine.answers).containsEntry("slope", "0.2");
        assertThat(Call.of(engine, "inspect", model).out()).contains("level=5 (2 to 5)", "slope=0.2 (0.01 or 0.2)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"level=9 | --set level is a number from 2 to 5, not 9.",
            "level=x | --set level is a number from 2 to 5, not x.", "slope=7 | --set slope is one of 0.01, 0.2, not 7.",
            "depth=1 | no control named “depth”; its own are level=5 (2 to 5), slope=0.2 (0.01 or 0.2)."})
    void whatCannotBeSetIsSaid(String setting, String sentence) {
        engine.own = List.of(new Control.Slider("level", 2, 5, 5), new Control.Guess("slope", List.of("0.01", "0.2"), "0.2"));
        Call call = Call.of(engine, "generate", model, "--seeds", "0", "--out", out, "--set", setting);
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).contains(sentence);
        assertThat(engine.drawn).isEmpty();
    }

    @Test
    void everyOptionReachesTheRequest() {
        engine.classes = 5;
        Call call = Call.of(engine, "generate", model, "--seeds", "0", "--out", out, "--psi", "-0.5", "--cutoff", "2", "--noise",
                "random", "--noise-seed", "3", "--noise-strength", "1=0.5", "--class", "0=1,4=3");
        assertThat(call.err()).isEmpty();
        assertThat(engine.drawn).containsExactly(RenderRequest.DEFAULT.withTruncation(new Truncation(-0.5, 2))
                .withNoise(new Noise(Noise.Mode.RANDOM, 3, 1, new java.util.TreeMap<>(Map.of(1, 0.5))))
                .withClasses(ClassMix.NONE.with(0, 1).with(4, 3)));
    }

    @Test
    void picturesCarryTheirRecipe() {
        Call call = Call.of(engine, "generate", model, "--seeds", "0,7-8", "--psi", "0.7", "--out", out);
        assertThat(call.out().lines()).containsExactly(path("seed0000.png"), path("seed0007.png"), path("seed0008.png"));
        PictureRecipe recipe = PngFrames.recipe(out.resolve("seed0007.png")).found().orElseThrow();
        assertThat(recipe.request()).isEqualTo(engine.drawn.get(1));
        assertThat(recipe.model()).isEqualTo("faces.pkl");
        assertThat(recipe.sha256()).isEqualTo("9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c");
    }

    @Test
    void numbersAreWrittenAsTheyAre() throws IOException {
        assertThat(Call.of(engine, "generate", model, "--seeds", "7", "--format", "npy", "--save-w", "--out", out).exitCode())
                .isZero();
        assertThat(NpyReader.read(out.resolve("seed0007.npy")).shape()).containsExactly(3, 4, 4);
        assertThat(NpyReader.read(out.resolve("seed0007.npy")).floats()).containsOnly(0.7f);
        assertThat(NpyReader.read(out.resolve("seed0007.w.npy")).shape()).containsExactly(3, 5);
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("seed0007.npy", "seed0007.w.npy");
    }

    @Test
    void savedWDrawsAgain() throws IOException {
        NpyReader.write(folder.resolve("w.npy"), new int[]{2, 3, 5}, new float[30]);
        Call call = Call.of(engine, "generate", model, "--w", folder.resolve("w.npy"), "--out", out);
        assertThat(call.out().lines()).containsExactly(path("w0000.png"), path("w0001.png"));
        assertThat(engine.drawn).extracting(request -> request.styles().orElseThrow()).containsOnly(Tensor.zeros(3, 5));
    }

    @Test
    void wOfAnotherShapeIsRefused() throws IOException {
        NpyReader.write(folder.resolve("w.npy"), new int[]{3, 6}, new float[18]);
        refused(2, "w.npy is [3, 6]; this model takes [3, 5]", "generate", model, "--w", folder.resolve("w.npy"), "--out", out);
    }

    @Test
    void noiseCanBeBroughtAlong() throws IOException {
        Path noise = Files.createDirectory(folder.resolve("noise"));
        NpyReader.write(noise.resolve("noise_0.npy"), new int[]{2, 2}, new float[4]);
        NpyReader.write(noise.resolve("noise_1.npy"), new int[]{1, 1, 4, 4}, new float[16]);
        refused(2, "noise_2.npy does not exist; --noise needs a file for each of the 3 layers", "generate", model, "--seeds", "0",
                "--noise", noise, "--out", out);
        NpyReader.write(noise.resolve("noise_2.npy"), new int[]{2, 8}, new float[16]);
        refused(2, "noise_2.npy is [2, 8]; layer 2 takes [4, 4]", "generate", model, "--seeds", "0", "--noise", noise, "--out",
                out);
        NpyReader.write(noise.resolve("noise_2.npy"), new int[]{4, 4}, new float[16]);
        assertThat(Call.of(engine, "generate", model, "--seeds", "0", "--noise", noise, "--out", out).exitCode()).isZero();
        assertThat(engine.drawn.getLast().noise().given()).containsExactly(Tensor.zeros(2, 2), Tensor.zeros(4, 4),
                Tensor.zeros(4, 4));
    }

    @Test
    void nothingIsOverwrittenWithoutForce() throws IOException {
        Files.createDirectories(out);
        Path before = Files.writeString(out.resolve("seed0008.png"), "mine");
        refused(2, "seed0008.png exists; --force overwrites it.", "generate", model, "--seeds", "7-8", "--out", out);
        assertThat(before).hasContent("mine");
        assertThat(out.toFile().list()).hasSize(1);
        assertThat(Call.of(engine, "generate", model, "--seeds", "7-8", "--out", out, "--force").exitCode()).isZero();
        assertThat(PngFrames.isPng(before)).isTrue();
    }

    @Test
    void aConditionalModelNeedsAClass() {
        engine.classes = 5;
        refused(2, "faces.pkl is conditional: choose one of its 5 classes, 0 to 4, with --class.", "generate", model, "--seeds",
                "0", "--out", out);
        refused(2, "--class 5 is not in faces.pkl, which has 5 classes, 0 to 4.", "generate", model, "--seeds", "0", "--class",
                "5", "--out", out);
        assertThat(out).doesNotExist();
    }

    @Test
    void whatChangesNothingIsSaid() {
        engine.styleBased = false;
        Call call = Call.of(engine, "generate", model, "--seeds", "0", "--psi", "0.7", "--noise", "const", "--class", "1",
                "--out", out);
        assertThat(call.exitCode()).isZero();
        assertThat(call.err()).contains("faces.pkl has no w to truncate", "faces.pkl takes no noise",
                "faces.pkl knows no classes");
        refused(2, "faces.pkl has no w: leave out --save-w.", "generate", model, "--seeds", "1", "--save-w", "--out", out);
        refused(2, "faces.pkl has no layers to mix", "mix", model, "--rows", "1", "--cols", "2", "--layers", "0", "--out", out);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"generate FILE --out OUT|Say which pictures: --seeds 0,7-9 or --w FILE.npy.",
            "generate FILE --seeds 0|Missing required option: '--out=DIR'",
            "generate --seeds 0 --out OUT|Missing required parameter: 'FILE'",
            "generate FILE --seeds 9-7 --out OUT|“9-7” runs backwards", "generate FILE --seeds 1 --out OUT --psi high|--psi",
            "generate FILE --seeds 1 --out OUT --noise nosuch|--noise is const, none, random or a folder",
            "generate FILE --seeds 1 --out OUT --noise-strength 9=1|layer 9, which takes no noise; the layers that do are 0, 1, 2.",
            "generate FILE --seeds 1 --out OUT --cutoff -1|--cutoff is a number of layers",
            "generate FILE --seeds 1 --out OUT --noise random --noise-seed -1|--noise-seed is between 0 and",
            "generate FILE --seeds 1 --out OUT --format gif|'--format'",
            "generate FILE --seeds 1 --out FILE|is a file; name a folder.",
            "generate nosuch.pkl --seeds 1 --out OUT|nosuch.pkl does not exist", "inspect nosuch.pkl|nosuch.pkl does not exist",
            "generate OUT/.. --seeds 1 --out OUT|is a folder",
            "mix FILE --rows 1 --cols 2 --layers 0-9 --out OUT|layer 3, but faces.pkl has 3, 0 to 2.",
            "generate FILE --seeds 1 --out OUT --shiny|--shiny", "fly FILE|Unmatched argument",
            "fly|fly is neither a file nor a verb", "gui nosuch.pkl|nosuch.pkl is neither a file nor a verb",
            "bench|Missing required subcommand", "bench render --size 100|--size is 64",
            "bench render --rounds 0|--rounds is between 1", "bench train --size 48|--size is a power of two from 8 to 1024",
            "bench train --steps 0|--steps is between 1", "bench train --recipe nosuch|--recipe nosuch is not known here",
            "bench train --set gama=1|--set: There is no setting gama",
            "gui --size big|“big” is not a size; write for example 1400x900", "gui --size 1x1|a window is between 320x240",
            "gui --theme pink|'--theme'", "gui --screenshot FILE|faces.pkl exists; --force overwrites it.",
            "export FILE --out model.png|name a file that ends in .onnx or .pt or .safetensors",
            "export FILE|Missing required option: '--out=FILE'"})
    void aWrongCallIsOneSentenceAndTwo(String call, String sentence) throws IOException {
        Object[] words = List.of(call.split(" ")).stream()
                .map(word -> word.replace("FILE", model.toString()).replace("OUT", out.toString())).toArray();
        if (call.contains("OUT/..")) Files.createDirectories(out);
        refused(2, sentence, words);
    }

    @Test
    void whatFailsIsOneSentenceAndOne() {
        engine.rejects = true;
        refused(1, "faces.pkl: The file ends at byte 7", "inspect", model);
        engine.rejects = false;
        engine.answer = new RenderResult.Failed(Technical.SENTENCE.with("The runtime ran out of memory."),
                new IllegalStateException("deep inside"));
        refused(1, "The runtime ran out of memory.", "generate", model, "--seeds", "0", "--out", out);
        assertThat(Call.of(engine, "generate", model, "--seeds", "0", "--out", out, "--debug").err()).contains("deep inside",
                "\tat meander");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatCannotBeWrittenIsSaid() {
        refused(1, "cannot be made", "generate", model, "--seeds", "0", "--out", "/proc/nowhere/at all");
    }

    @Test
    void anInterruptKeepsWhatIsComplete() {
        AtomicInteger asked = new AtomicInteger();
        Call call = Call.of(engine, () -> asked.incrementAndGet() > 1, "generate", model, "--seeds", "0-5", "--out", out);
        assertThat(call.exitCode()).isEqualTo(130);
        assertThat(call.err().lines()).containsExactly("meander: Interrupted; what was complete is kept.");
        assertThat(out.toFile().list()).containsExactly("seed0000.png");
        engine.answer = new RenderResult.Superseded();
        assertThat(Call.of(engine, "generate", model, "--seeds", "9", "--out", out).exitCode()).isEqualTo(130);
    }

    @Test
    void mixesRowsWithColumns() throws IOException {
        Call call = Call.of(engine, "mix", model, "--rows", "0,1", "--cols", "5", "--layers", "0-1", "--psi", "0.7", "--out",
                out);
        assertThat(call.out().lines()).containsExactly(path("row0000-col0005.png"), path("row0001-col0005.png"),
                path("grid.png"));
        RenderRequest mixed = PngFrames.recipe(out.resolve("row0001-col0005.png")).found().orElseThrow().request();
        assertThat(mixed.point().seed()).isEqualTo(1);
        assertThat(mixed.truncation().psi()).isEqualTo(0.7);
        assertThat(mixed.mix().donors()).containsExactly(5L);
        assertThat(mixed.mix().weights()).isEqualTo(Map.of(0, List.of(0.0, 1.0), 1, List.of(0.0, 1.0)));
        var grid = ImageIO.read(out.resolve("grid.png").toFile()).getRaster();
        assertThat(new int[]{grid.getWidth(), grid.getHeight()}).containsExactly(8, 12);
        assertThat(new int[]{grid.getSample(0, 0, 0), grid.getSample(4, 0, 0), grid.getSample(0, 8, 0)}).containsExactly(0, 191,
                140);
    }

    @Test
    void aFileOrNothingOpensTheWindow() {
        List<GuiOptions> opened = new ArrayList<>();
        WindowLauncher window = new WindowLauncher(List.of("explore", "train"), (options, say) -> {
            opened.add(options);
            say.accept("There is no display.");
            return 3;
        });
        Call call = Call.of(window);
        assertThat(call.exitCode()).isEqualTo(3);
        assertThat(call.err()).isEqualTo("meander: There is no display.\n");
        Call.of(window, model);
        Call.of(window, "gui", "--screenshot", out.resolve("w.png"), "--size", "1280x800", "--theme", "light", "--language",
                "zh-CN", "--workspace", "train", "--tour", model);
        assertThat(opened).containsExactly(GuiOptions.DEFAULT,
                new GuiOptions(Optional.of(model), Optional.empty(), 1400, 900, Optional.empty(), Optional.empty(),
                        Optional.empty(), false),
                new GuiOptions(Optional.of(model), Optional.of(out.resolve("w.png")), 1280, 800, Optional.of(Theme.LIGHT),
                        Optional.of(Locale.SIMPLIFIED_CHINESE), Optional.of("train"), true));
        Call unknown = Call.of(window, "gui", "--workspace", "kitchen");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).isEqualTo("meander: There is no workspace “kitchen”; --workspace takes explore, train.\n");
        assertThat(Call.of(window, "gui", "--help").out()).contains("to begin with: explore, train; otherwise");
    }

    @Test
    void timesRenderingBesideTheMachinesPeak() throws IOException {
        Call call = Call.of(engine, "bench", "render", "--size", "64", "--channel-base", "1024", "--rounds", "1", "--json");
        JsonNode run = json(call).at("/runs/0");
        assertThat(run.at("/width").intValue()).isEqualTo(64);
        assertThat(run.at("/full/shareOfPeak").doubleValue()).isPositive();
        assertThat(run.at("/preview/timesFaster").doubleValue()).isPositive();
        assertThat(Call.of(engine, "bench", "render", "--size", "64", "--channel-base", "1024", "--rounds", "1").out())
                .contains("StyleGAN2 64 × 64", "% of peak", "× faster than full");
    }

    @Test
    void timesTraining() throws IOException {
        Object[] words = "bench train --recipe stylegan2 --size 8 --rounds 2 --steps 2 --threads 1 --alone --set channel-base=32 --set channel-max=4 --set batch=4 --set z=4 --set w=4"
                .split(" ");
        Call call = Call.of(engine, words);
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(call.out()).contains("median of 2 rounds of 2 steps on 1 thread.", "Meander: libtorch ")
                .containsPattern("stylegan2 +8 +4 +[0-9,]+ +[0-9.]+ +– +–");
        Object[] machines = java.util.stream.Stream.concat(java.util.Arrays.stream(words), java.util.stream.Stream.of("--json"))
                .toArray();
        JsonNode run = json(Call.of(engine, machines)).at("/runs/0");
        assertThat(run.at("/meander/imagesPerSecond").doubleValue()).isPositive();
        assertThat(run.at("/meander/rounds")).hasSize(2);
        assertThat(run.at("/plain").isMissingNode()).isTrue();
    }

    @Test
    void reportsForMachines() throws IOException {
        JsonNode generated = json(Call.of(engine, "generate", model, "--seeds", "7", "--save-w", "--out", out, "--json"));
        assertThat(generated.at("/pictures/0/seed").intValue()).isEqualTo(7);
        assertThat(generated.at("/pictures/0/file").textValue()).isEqualTo(path("seed0007.png"));
        assertThat(generated.at("/pictures/0/w").textValue()).isEqualTo(path("seed0007.w.npy"));
        JsonNode mixed = json(
                Call.of(engine, "mix", model, "--rows", "0", "--cols", "5", "--layers", "0", "--out", out, "--json"));
        assertThat(mixed.at("/pictures/0/col").intValue()).isEqualTo(5);
        assertThat(mixed.at("/grid").textValue()).isEqualTo(path("grid.png"));
        JsonNode inspected = json(Call.of(engine, "inspect", model, "--json"));
        assertThat(inspected.properties()).extracting(Map.Entry::getKey).containsExactly("file", "bytes", "sha256", "family",
                "variant", "width", "height", "channels", "z", "w", "layers", "classes", "parameters", "notes", "controls");
        JsonNode picture = json(Call.of(engine, "inspect", out.resolve("seed0007.png"), "--json"));
        assertThat(picture.at("/recipe/request/point/seed").intValue()).isEqualTo(7);
    }

    @Test
    void inspectsForPeople() throws IOException {
        assertThat(Call.of(engine, "inspect", model).out()).contains("family        Fake (for tests)\n", "resolution    4 × 4\n",
                "classes       none\n", "parameters    1,234\n", "numbers from  from a test\n");
        Call.of(engine, "generate", model, "--seeds", "7", "--psi", "0.5", "--cutoff", "2", "--out", out);
        assertThat(Call.of(engine, "inspect", out.resolve("seed0007.png")).out()).contains("picture of     faces.pkl (Fake)\n",
                "made from      seed 7\n", "ψ 0.5 for the first 2 layers\n", "noise const\n");
        Path other = Files.write(folder.resolve("other.png"),
                PngFrames.bytes(ImageIO.read(out.resolve("seed0007.png").toFile())));
        refused(1, "other.png is a picture without a recipe", "inspect", other);
    }

    private void refused(int exitCode, String sentence, Object... arguments) {
        Call call = Call.of(engine, arguments);
        assertThat(call.err()).contains(sentence);
        assertThat(call.err().lines()).hasSize(1);
        assertThat(call.err()).startsWith("meander: ").endsWith("\n").doesNotContain("Exception");
        assertThat(call.exitCode()).isEqualTo(exitCode);
        assertThat(call.out()).isEmpty();
    }

    private String path(String name) {
        return out.resolve(name).toString();
    }

    private static JsonNode json(Call call) throws IOException {
        assertThat(call.exitCode()).as(call.err()).isZero();
        return new ObjectMapper().readTree(call.out());
    }
}
