package meander.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.checkpoint.safetensors.SafetensorsWriter;
import meander.training.recipe.Recipes;
import meander.training.run.TrainingEvent.Ended.Reason;
import meander.training.run.TrainingEvent.Ended;

/** What a run's folder may have gone through before its training goes on. */
@Timeout(120)
class ResumeTest {
    private static final Map<String, String> TINY = Map.of("batch-size", "4", "width", "2", "z-dim", "4", "sample-interval",
            "0.02", "metric-interval", "0.02", "checkpoint-interval", "0.02");

    @TempDir
    private Path home;
    private Path data;
    private Path run;
    private LocalEngine engine;
    private final List<TrainingEvent> events = new ArrayList<>();

    @BeforeEach
    void drawSomePictures() throws IOException {
        data = Files.createDirectories(home.resolve("pictures"));
        for (int i = 0; i < 8; i++) {
            BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < 256; p++)
                picture.setRGB(p % 16, p / 16, (i * 997 + p * 131) % 0xffffff);
            ImageIO.write(picture, "png", data.resolve(i + ".png").toFile());
        }
        run = home.resolve("run");
        engine = new LocalEngine(Recipes.installed(), home.resolve("cache"), () -> false);
    }

    private TrainingSpec spec(double kimg) {
        return TrainingSpec.of("dcgan", data.toString(), kimg).with(TINY);
    }

    private Ended train(double kimg) throws Exception {
        return engine.start(spec(kimg), run, events::add).ended().get();
    }

    private Ended resume(double kimg) throws Exception {
        events.clear();
        return engine.resume(spec(kimg), run, events::add).ended().get();
    }

    private RunFolder folder() {
        return new RunFolder(run);
    }

    private TrainingState state() throws IOException {
        return TrainingState.read(folder().state().orElseThrow());
    }

    private List<String> noticed() {
        return events.stream().filter(TrainingEvent.Noticed.class::isInstance)
                .map(event -> ((TrainingEvent.Noticed) event).what()).toList();
    }

    /** Every file with what it holds. */
    private Map<String, List<Byte>> files() throws IOException {
        Map<String, List<Byte>> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(run)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                List<Byte> bytes = new ArrayList<>();
                for (byte each : Files.readAllBytes(file))
                    bytes.add(each);
                files.put(run.relativize(file).toString(), bytes);
            }
        }
        files.remove(".lock");
        return files;
    }

    private void deleteStates() throws IOException {
        for (Path state : folder().states())
            Files.delete(state);
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 5] ^= 0x10; // in the middle of a number: the file still opens
        Files.write(file, bytes);
    }

    @Test
    void aTrainedRunWithoutItsStateIsRefusedAndLeftAsItWas() throws Exception {
        train(0.04);
        deleteStates();
        Map<String, List<Byte>> before = files();
        Ended end = resume(0.1);
        assertThat(end.reason()).isEqualTo(Reason.NO_STATE);
        assertThat(end.sentence()).contains("state-000000040.safetensors, is missing", "--weights-only --out OTHER");
        assertThat(end.arguments()).containsExactly("state-000000040.safetensors", run.toString());
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void soIsOneWhoseLogAloneTellsThatItWasTrained() throws Exception {
        train(0.04);
        deleteStates();
        Files.delete(folder().model().orElseThrow());
        assertThat(resume(0.1).reason()).isEqualTo(Reason.NO_STATE);
        Files.delete(run.resolve("log.jsonl"));
        assertThat(resume(0.04).reason()).as("nothing is left").isEqualTo(Reason.FINISHED);
    }

    @Test
    void aRunThatHasSavedNothingYetStartsWithTheFirstPictureAndSaysSo() throws Exception {
        folder().write(spec(0.04));
        assertThat(resume(0.04).reason()).isEqualTo(Reason.FINISHED);
        assertThat(noticed()).contains("nothing-saved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spec.json", "log.jsonl", "model-000000040.safetensors", "samples"})
    void nothingIsBegunWhereAnotherRunHasLeftSomething(String left) throws Exception {
        train(0.04);
        try (Stream<Path> all = Files.list(run)) {
            for (Path file : all.filter(file -> !file.getFileName().toString().equals(left)).toList())
                if (Files.isRegularFile(file)) Files.delete(file);
        }
        Map<String, List<Byte>> before = files();
        Ended end = train(0.04);
        assertThat(end.reason()).isEqualTo(Reason.BAD_SPEC);
        assertThat(end.sentence()).contains("hoose another folder");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aDamagedStateIsSetAsideForTheOneBeforeAndTheNumbersAreTheSame() throws Exception {
        train(0.06);
        Map<String, float[]> straight = state().tensors();
        assertThat(folder().states()).hasSize(2);
        damage(folder().state().orElseThrow());
        assertThat(resume(0.06).reason()).isEqualTo(Reason.FINISHED);
        assertThat(events).filteredOn(TrainingEvent.Noticed.class::isInstance).first()
                .satisfies(event -> assertThat(((TrainingEvent.Noticed) event).arguments())
                        .containsExactly("state-000000060.safetensors", "state-000000060.safetensors.damaged"));
        assertThat(run.resolve("state-000000060.safetensors.damaged")).exists();
        state().tensors().forEach((name, values) -> assertThat(values).as(name).isEqualTo(straight.get(name)));
    }

    @Test
    void whereBothStatesAreDamagedNothingIsTouched() throws Exception {
        train(0.06);
        for (Path state : folder().states())
            damage(state);
        Map<String, List<Byte>> before = files();
        Ended end = resume(0.1);
        assertThat(end.reason()).isEqualTo(Reason.NO_STATE);
        assertThat(end.sentence()).contains("is damaged", "--weights-only");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aStateOfBeforeThereWereChecksumsStillGoesOn() throws Exception {
        train(0.04);
        TrainingState state = state();
        SafetensorsWriter writer = new SafetensorsWriter(Map.of("kind", "meander training state", "step",
                Long.toString(state.step()), "images", Long.toString(state.images()), "data", state.data()));
        state.tensors().forEach((name, values) -> writer.add(name, new int[]{values.length}, values));
        try (var out = Files.newOutputStream(folder().state().orElseThrow())) {
            writer.writeTo(out);
        }
        assertThat(resume(0.06).reason()).isEqualTo(Reason.FINISHED);
        assertThat(noticed()).doesNotContain("state-damaged");
    }

    @Test
    void aModelThatAKillKeptFromBeingWrittenIsWrittenWhenTheRunGoesOn() throws Exception {
        train(0.04);
        Path model = folder().model().orElseThrow();
        byte[] written = Files.readAllBytes(model);
        Files.delete(model);
        assertThat(resume(0.04).reason()).isEqualTo(Reason.FINISHED);
        assertThat(model).hasBinaryContent(written);
    }

    @Test
    void anotherRunBeginsWithTheWeightsOfAModel() throws Exception {
        train(0.04);
        Path model = folder().model().orElseThrow();
        TrainingSpec again = spec(0.04).withInitial(model);
        Path other = home.resolve("other");
        events.clear();
        assertThat(engine.start(again, other, events::add).ended().get().reason()).isEqualTo(Reason.FINISHED);
        assertThat(noticed()).contains("weights-only");
        assertThat(new RunFolder(other).spec()).isEqualTo(again);
        // The same latents, drawn by the same generator.
        assertThat(other.resolve("samples/000000000.png"))
                .hasBinaryContent(Files.readAllBytes(run.resolve("samples/000000040.png")));
        Ended wider = engine.start(again.with(Map.of("width", "3")), home.resolve("wider"), events::add).ended().get();
        assertThat(wider.reason()).isEqualTo(Reason.BAD_SPEC);
        assertThat(wider.sentence()).contains("holds other networks");
        assertThat(home.resolve("wider/spec.json")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"stylegan2", "progan", "wgan-gp", "dcgan"})
    void aModelOfEachRecipeTellsItsGenerator(String recipe) throws Exception {
        Map<String, String> small = new HashMap<>(Map.of("memory-check", "off", "resolution", "16"));
        if (recipe.equals("stylegan2"))
            small.putAll(Map.of("batch-size", "4", "channel-base", "32", "channel-max", "4", "z-dim", "8", "w-dim", "8"));
        else if (recipe.equals("progan")) small.putAll(Map.of("channel-base", "32", "channel-max", "4"));
        else
            small.putAll(TINY);
        TrainingSpec spec = TrainingSpec.of(recipe, data.toString(), 0.001).with(small);
        assertThat(engine.start(spec, run, events::add).ended().get().reason()).isEqualTo(Reason.FINISHED);
        events.clear();
        Ended end = engine.start(spec.withInitial(folder().model().orElseThrow()), home.resolve("other"), events::add).ended()
                .get();
        assertThat(end.reason()).as(end.sentence()).isEqualTo(Reason.FINISHED);
        assertThat(noticed()).contains("weights-only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "3", "\"\"", "", "{\"recipe\":\"dcgan\"}",
            "{\"recipe\":\"dcgan\",\"data\":\"d\",\"kimg\":-5,\"seed\":0,\"settings\":{}}",
            "{\"recipe\":\"dcgan\",\"data\":\"d\",\"kimg\":1e400,\"seed\":0,\"settings\":{}}",
            "{\"recipe\":\"dcgan\",\"data\":\"d\",\"kimg\":\"NaN\",\"seed\":0,\"settings\":{}}",
            "{\"recipe\":\"dcgan\",\"data\":\"d\",\"kimg\":1,\"seed\":1e40,\"settings\":{}}",
            "{\"recipe\":\"dcgan\",\"data\":\"d\",\"kimg\":1,\"seed\":0,\"settings\":null}",
            "{\"recipe\":\"dcgan\",\"data\":\"d\",\"kimg\":1,\"seed\":0,\"settings\":{\"batch\":null}}",
            "{\"recipe\":7,\"data\":[],\"kimg\":1,\"seed\":0,\"settings\":{}}",
            "{\"recipe\":null,\"data\":\"d\",\"kimg\":1,\"seed\":0,\"settings\":{}}"})
    void aSpecThatIsNoneIsASentence(String written) throws IOException {
        Files.createDirectories(run);
        Files.writeString(run.resolve("spec.json"), written);
        assertThatThrownBy(() -> folder().spec()).isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("changed by hand or damaged");
    }

    @Test
    void aLogGoesOnAfterAnythingThatIsNoLine() throws Exception {
        train(0.02);
        Path log = run.resolve("log.jsonl");
        int before = folder().events().size();
        byte[] odd = "{\"event\":\"ended\",\"at\":1,\"images\":20,\"reason\":\"FAILED\",\"sentence\":\"caf\u00e9\"}\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(log, odd, StandardOpenOption.APPEND);
        Files.writeString(log,
                "null\n[]\n7\n{\"event\":\"samples\",\"at\":1,\"images\":2,\"file\":\"a.png\",\"columns\":0,\"rows\":1,"
                        + "\"width\":1,\"height\":1}\n{\"event\":\"checkpoint\",\"at\":1,\"images\":2,\"model\":\"../../secret\"}\n"
                        + "{\"event\":\"paused\",\"at\":1,\"images\":-2}\n{\"event\":\"noticed\",\"at\":1,\"images\":2}\n"
                        + "x".repeat(10 << 20) + "\n{\"event\":\"pau",
                StandardOpenOption.APPEND);
        assertThat(folder().events()).hasSize(before + 1);
        assertThat(resume(0.04).reason()).isEqualTo(Reason.FINISHED);
        assertThat(folder().events()).filteredOn(TrainingEvent.Started.class::isInstance).hasSize(2);
        Files.write(log, new byte[0]);
        assertThat(folder().events()).isEmpty();
        assertThat(resume(0.06).reason()).isEqualTo(Reason.FINISHED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"log.jsonl", "samples", "samples/000000040.png", "spec.json", "state-000000020.safetensors",
            "model-000000020.safetensors", "events.out.tfevents.1.meander", ".lock", "kept.json"})
    @DisabledOnOs(OS.WINDOWS) // where a link takes rights of its own
    void nothingIsWrittenThroughALinkThatLeadsOut(String name) throws Exception {
        train(0.02);
        Path outside = home.resolve("outside");
        Path file = run.resolve(name);
        if (Files.exists(file)) Files.move(file, outside);
        else
            Files.writeString(outside, "mine");
        Files.createSymbolicLink(file, outside);
        byte[] before = Files.isDirectory(outside) ? new byte[0] : Files.readAllBytes(outside);
        Ended end = resume(0.06);
        assertThat(end.reason()).isEqualTo(Reason.BAD_SPEC);
        assertThat(end.sentence()).contains(name + " in " + run + " is a link to " + outside);
        if (Files.isRegularFile(outside)) assertThat(outside).hasBinaryContent(before);
        Files.delete(outside.toFile().isFile() ? outside : Files.move(outside, home.resolve("gone")).resolve("000000000.png"));
        assertThat(resume(0.06).reason()).as("a link that leads nowhere").isEqualTo(Reason.BAD_SPEC);
    }

    @Test
    void whatKilledProgramsLeftIsDeletedAndNothingElse() throws Exception {
        train(0.02);
        List<Path> ours = List.of(run.resolve(".state-000000040.safetensors." + UUID.randomUUID() + ".part"),
                run.resolve(".model-000000040.safetensors." + UUID.randomUUID() + ".part"),
                run.resolve(".spec.json." + UUID.randomUUID() + ".part"),
                run.resolve("samples/.000000040.png." + UUID.randomUUID() + ".part"));
        List<Path> others = List.of(run.resolve("download.part"), run.resolve(".mine.txt." + UUID.randomUUID() + ".part"),
                run.resolve("samples/.state-000000040.safetensors." + UUID.randomUUID() + ".part"));
        for (Path file : Stream.concat(ours.stream(), others.stream()).toList())
            Files.createFile(file);
        assertThat(resume(0.04).reason()).isEqualTo(Reason.FINISHED);
        assertThat(ours).noneMatch(Files::exists);
        assertThat(others).allMatch(Files::exists);
    }

    @Test
    void picturesThatAreLeftOutAreCountedAndNamed() throws Exception {
        for (int i = 0; i < 5; i++)
            Files.writeString(data.resolve("broken" + i + ".png"), i == 0 ? "" : "\u0089PNG nothing");
        train(0.02);
        TrainingEvent.Noticed told = (TrainingEvent.Noticed) folder().events().stream()
                .filter(event -> event instanceof TrainingEvent.Noticed noticed && noticed.what().equals("pictures-skipped"))
                .findFirst().orElseThrow();
        assertThat(told.arguments()).hasSize(5).startsWith("5", "broken0.png, broken1.png, broken2.png",
                "broken0.png: The file is empty.");
        assertThat(noticed()).contains("pictures-skipped");
    }

    @Test
    void noEventHoldsANumberThatIsNone() throws Exception {
        train(0.02);
        com.fasterxml.jackson.databind.ObjectMapper mapper = new com.fasterxml.jackson.databind.ObjectMapper();
        for (TrainingEvent event : events) {
            assertThat(mapper.writeValueAsString(event)).doesNotContain("NaN", "Infinity");
            if (event instanceof TrainingEvent.Progress progress) assertThat(progress.secondsLeft()).isNotNegative();
        }
        assertThat(
                mapper.writeValueAsString(new TrainingEvent.Measured(0, 1, new TreeMap<>(Map.of("swd", Double.NaN, "l1", 2.0)))))
                .contains("{\"l1\":2.0}");
        assertThat(mapper.writeValueAsString(new TrainingEvent.Preparing(0, 0, TrainingEvent.Preparing.Stage.DATA, Double.NaN)))
                .contains("\"share\":null");
    }
}
