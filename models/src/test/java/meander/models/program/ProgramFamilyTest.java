package meander.models.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.OnnxFiles;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.family.ProgramPolicy;
import meander.models.family.ProgramProbe;
import meander.models.family.Translator;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.process.Confinement;
import meander.models.process.ConfinementLack;
import meander.models.render.PictureTranslator;
import meander.models.render.ProgramFault;
import meander.models.render.ProgramTrial;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.render.TranslateRequest;
import meander.models.render.TranslateResult;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import meander.models.text.Technical;

/** Programs that others exported, beside what PyTorch computed with the networks that they were. */
class ProgramFamilyTest {
    private static final double TOLERANCE = 1e-5;

    @TempDir
    private Path folder;

    @Test
    void aNumberOfAClassAndPicturesFromZeroToOne() {
        Model model = model("conditional.onnx", Map.of("classes", "10"));
        assertThat(model.info().family()).isEqualTo("ONNX");
        assertThat(List.of(model.info().width(), model.info().channels(), model.info().zDim())).containsExactly(8, 3, 6);
        assertThat(model.controls()).contains(new Control.Seed(6), new Control.Classes(10, List.of()),
                new Control.Guess("dataRange", List.of("-1..1", "0..1", "0..255"), "0..1"));
        Tensor drawn = drawn(model, RenderRequest.DEFAULT.withSeed(3).withClasses(ClassMix.of(2)));
        assertThat(Fixtures.distance(drawn.data(), changed(reference("conditional_seed3_class2"), 2, -1)))
                .isLessThanOrEqualTo(TOLERANCE);
    }

    /** A TorchScript tells names alone: shapes and types are found by trying. */
    @Test
    void aScriptedModuleOpensAsItsOnnxDoes() {
        Model model = model("conditional.pt", Map.of());
        assertThat(List.of(model.info().width(), model.info().channels(), model.info().zDim())).containsExactly(8, 3, 6);
        Tensor drawn = drawn(model, RenderRequest.DEFAULT.withSeed(3).withClasses(ClassMix.of(2)));
        assertThat(Fixtures.distance(drawn.data(), changed(reference("conditional_seed3_class2"), 2, -1)))
                .isLessThanOrEqualTo(TOLERANCE);
    }

    @Test
    void aTracedTranslatorTakesPicturesOfAnySize() {
        Translator translator = translator("traced.pt");
        assertThat(List.of(translator.traits().multiple(), translator.traits().scale(), translator.traits().range()))
                .containsExactly(2, 1, Translator.Range.SIGNED);
        Tensor given = new Tensor(Shape.of(3, 16, 24), reference("traced_input"));
        try (PictureTranslator runs = Renderers.open(translator, RenderSettings.DEFAULT)) {
            assertThat(runs.translate(TranslateRequest.whole(given, Translator.Mode.EVALUATION))).isInstanceOfSatisfying(
                    TranslateResult.Translated.class,
                    done -> assertThat(Fixtures.distance(done.pixels().data(), reference("traced_output")))
                            .isLessThanOrEqualTo(TOLERANCE));
        }
    }

    @Test
    void inputsWhoseNamesSayNothingAreAskedFor() {
        Model model = model("unclear.onnx", Map.of());
        assertThat(guesses(model)).containsEntry("role:a", "latent").containsEntry("role:b", "class").containsEntry("dataRange",
                "-1..1");
        RenderRequest request = RenderRequest.DEFAULT.withSeed(6).withClasses(ClassMix.of(1))
                .withNoise(Noise.AS_TRAINED.withMode(Noise.Mode.NONE));
        assertThat(Fixtures.distance(drawn(model, request).data(), reference("unclear_seed6_class1")))
                .isLessThanOrEqualTo(TOLERANCE);
        assertThat(drawn(model, request.withNoise(Noise.AS_TRAINED))).isNotEqualTo(drawn(model, request));

        Model other = model("unclear.onnx", Map.of("role:a", "zero", "role:b", "latent"));
        assertThat(guesses(other)).containsEntry("role:a", "zero");
        assertThat(other.info().zDim()).isEqualTo(3);
        assertThat(other.info().classes()).isZero();
    }

    @Test
    void channelsMayComeLastAndBlackAndWhiteBeBytes() {
        Translator translator = translator("last.onnx");
        assertThat(List.of(translator.traits().scale(), translator.traits().inputs(), translator.traits().multiple()))
                .containsExactly(2, 3, 1);
        Tensor given = planes(reference("last_input"), 20, 12);
        Tensor wanted = planes(reference("last_output"), 40, 24);
        try (PictureTranslator runs = Renderers.open(translator, RenderSettings.DEFAULT)) {
            TranslateResult result = runs.translate(TranslateRequest.whole(given, Translator.Mode.EVALUATION));
            assertThat(result).isInstanceOfSatisfying(TranslateResult.Translated.class,
                    done -> assertThat(Fixtures.distance(done.pixels().data(), wanted.data())).isLessThanOrEqualTo(TOLERANCE));
        }
    }

    @Test
    void numbersBesideTheFileAreUsed() throws IOException {
        byte[] scales = new byte[20];
        java.nio.ByteBuffer.wrap(scales).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(7).putFloat(0.5f).putFloat(-1).putFloat(2)
                .putFloat(0.25f);
        Files.write(folder.resolve("weights"), scales);
        Path file = write(OnnxFiles.model(graph -> {
            OnnxFiles.value(graph, 11, "z", 1, 4);
            OnnxFiles.value(graph, 12, "picture", 1, 1, 2, 2);
            graph.message(5, OnnxFiles.ints("shape", 1, 1, 2, 2));
            graph.message(5, OnnxFiles.elsewhere("w", new long[]{4}, "location", "weights", "offset", "4", "length", "16"));
            OnnxFiles.node(graph, "Mul", "z,w", "scaled");
            OnnxFiles.node(graph, "Reshape", "scaled,shape", "picture");
        }));
        Model model = switch (open(file, Map.of("dataRange", "-1..1"))) {
            case OpenResult.Ready(Model opened) -> opened;
            case OpenResult.Translates _ -> throw new AssertionError("translates");
            case OpenResult.Refused(var why) -> throw new AssertionError(why.sentence());
        };
        float[] z = RenderRequest.DEFAULT.withSeed(4).normalZ(4).data();
        assertThat(drawn(model, RenderRequest.DEFAULT.withSeed(4)).data()).containsExactly(0.5f * z[0], -z[1], 2 * z[2],
                0.25f * z[3]);
    }

    @Test
    void whatMakesNoPicturesIsRefusedWithWhatItDoes() throws IOException {
        assertThat(refused(write(OnnxFiles.model(graph -> {
            OnnxFiles.value(graph, 11, "z", 1, 4);
            OnnxFiles.value(graph, 12, "y", 1, 4);
            OnnxFiles.node(graph, "Neg", "z", "y");
        })), new ProgramFamily())).isEqualTo(Rejected.because(Reason.NOT_A_PICTURE_MAKER, "net.onnx", "z [1,4]", "y [1, 4]"));
    }

    @Test
    void aProgramThatNobodyAskedForIsDescribedAndNotRun() {
        ProgramProbe never = (_, _) -> {
            throw new AssertionError("run");
        };
        for (String name : List.of("conditional.onnx", "conditional.pt"))
            assertThat(new Families(List.of(new ProgramFamily(never))).describe(path(name), Map.of(), _ -> {}, () -> false))
                    .isInstanceOfSatisfying(OpenResult.Refused.class, refused -> {
                        assertThat(refused.why().reason()).isEqualTo(Reason.PROGRAM_NOT_RUN);
                        assertThat(refused.why().report()).contains("input z");
                    });
    }

    @Test
    void whereNothingConfinesAProgramItRunsOnlyIfThePersonAgrees() {
        ProgramProbe trial = new ProgramProbe() {
            @Override
            public Confinement.Holds holds() {
                return new Confinement.Holds.Partial(ConfinementLack.NO_LANDLOCK);
            }

            @Override
            public Outcome run(ForeignModel program, Map<String, String> answers) {
                return new Outcome.Failed(Technical.REMARK.with("it ran"));
            }
        };
        Families families = new Families(List.of(new ProgramFamily(trial)));
        Path file = path("conditional.onnx");
        assertThat(families.open(file, Map.of(), _ -> {}, () -> false)).isEqualTo(new OpenResult.Refused(
                Rejected.because(Reason.PROGRAM_UNCONFINED, "conditional.onnx", "ONNX", ConfinementFault.NO_LANDLOCK.with())));
        assertThat(families.open(file, Map.of(), ProgramPolicy.RUN_UNCONFINED, _ -> {}, () -> false))
                .isEqualTo(new OpenResult.Refused(
                        Rejected.because(Reason.TRIAL_FAILED, "conditional.onnx", Technical.REMARK.with("it ran"))));
    }

    // What happens in the other process

    @Test
    void theEnginesWordsAreTold() throws IOException {
        Rejected why = refused(write(OnnxFiles.model(graph -> {
            OnnxFiles.value(graph, 11, "z", 1, 4);
            OnnxFiles.value(graph, 12, "picture", 1, 1, 3, 3);
            graph.message(5, OnnxFiles.ints("shape", 1, 1, 3, 3)); // nine numbers of four
            OnnxFiles.node(graph, "Reshape", "z,shape", "picture");
        })), new ProgramFamily());
        assertThat(why.reason()).isEqualTo(Reason.TRIAL_FAILED);
        assertThat(why.sentence()).contains("the engine said:");
    }

    @Test
    void aTrialThatTakesTooLongIsEnded() {
        Rejected why = refused(path("conditional.onnx"), new ProgramFamily(new ProgramTrial(Duration.ofMillis(1), 1L << 40)));
        assertThat(why).isEqualTo(Rejected.because(Reason.TRIAL_FAILED, "conditional.onnx", ProgramFault.TOO_LONG.with(0L)));
    }

    /** A hundred gigabytes, in a way that no look at the file tells. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aTrialThatTakesTooMuchMemoryIsEnded() throws IOException {
        Path file = write(OnnxFiles.model(OnnxFiles.generator(graph -> {
            graph.message(5, OnnxFiles.ints("many", 160_000));
            OnnxFiles.node(graph, "Mul", "many,many", "more");
            OnnxFiles.node(graph, "ConstantOfShape", "more", "giant");
            OnnxFiles.value(graph, 12, "giant", 160_000L);
        })));
        Rejected why = refused(file, new ProgramFamily(new ProgramTrial(Duration.ofMinutes(1), 800L << 20)));
        assertThat(why.reason()).isEqualTo(Reason.TRIAL_FAILED);
        assertThat(why.sentence()).containsAnyOf("MiB of memory", "the engine said:", "it ended the process");
    }

    private static Rejected refused(Path file, ProgramFamily family) {
        return switch (new Families(List.of(family)).open(file, Map.of(), _ -> {}, () -> false)) {
            case OpenResult.Refused(Rejected why) -> why;
            case OpenResult.Ready _,OpenResult.Translates _ -> throw new AssertionError("opened");
        };
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("net.onnx"), content);
    }

    private static Path path(String name) {
        return Fixtures.path("programs/" + name);
    }

    private static OpenResult open(Path file, Map<String, String> answers) {
        return Families.installed().open(file, answers, _ -> {}, () -> false);
    }

    private static Model model(String name, Map<String, String> answers) {
        return switch (open(path(name), answers)) {
            case OpenResult.Ready(Model model) -> model;
            case OpenResult.Translates _ -> throw new AssertionError("translates");
            case OpenResult.Refused(var why) -> throw new AssertionError(why.sentence());
        };
    }

    private static Translator translator(String name) {
        return switch (open(path(name), Map.of())) {
            case OpenResult.Translates(Translator translator) -> translator;
            case OpenResult.Ready _ -> throw new AssertionError("draws");
            case OpenResult.Refused(var why) -> throw new AssertionError(why.sentence());
        };
    }

    private static Map<String, String> guesses(Model model) {
        return model.controls().stream()
                .flatMap(control -> control instanceof Control.Guess guess
                        ? Optional.of(guess).stream()
                        : Optional.<Control.Guess>empty().stream())
                .collect(java.util.stream.Collectors.toMap(Control.Guess::id, Control.Guess::chosen));
    }

    private static Tensor drawn(Model model, RenderRequest request) {
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            return Parity.draw(renderer, request);
        }
    }

    private static float[] reference(String name) {
        return Fixtures.array(path(name + ".npy")).floats();
    }

    private static float[] changed(float[] values, float factor, float offset) {
        float[] changed = new float[values.length];
        for (int i = 0; i < values.length; i++)
            changed[i] = factor * values[i] + offset;
        return changed;
    }

    /** {@code [H,W,3]} of 0 … 255 as {@code [3,H,W]} of 0 … 1. */
    private static Tensor planes(float[] bytes, int height, int width) {
        float[] data = new float[bytes.length];
        for (int channel = 0; channel < 3; channel++)
            for (int i = 0; i < height * width; i++)
                data[channel * height * width + i] = bytes[3 * i + channel] / 255;
        return new Tensor(Shape.of(3, height, width), data);
    }
}
