package meander.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.training.run.RunFolder;
import meander.training.run.TrainingEvent.Ended.Reason;
import meander.training.run.TrainingSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {
    @TempDir
    private Path folder;
    private final FakeEngine engine = new FakeEngine();
    private Path run;
    private Path data;

    @BeforeEach
    void someData() throws IOException {
        run = folder.resolve("run");
        data = Files.createDirectory(folder.resolve("pictures"));
    }

    @Test
    void everyOptionReachesTheTraining() {
        Call call = train("--kimg", "2.5", "--seed", "7", "--set", "batch-size=32", "--set", "augment=none");
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(engine.training.asked).containsExactly(new TrainingSpec("fake", data.toString(), 2.5, 7,
                new java.util.TreeMap<>(Map.of("batch-size", "32", "augment", "none"))));
        assertThat(engine.training.folders).containsExactly(run);
        assertThat(call.out()).contains("run       " + run, "pictures  2.5 thousand", "SWD       41.5");
    }

    @Test
    void namesThatSettingsHadBeforeStillDo() {
        Call call = train("--kimg", "1", "--set", "batch=32", "--set", "rate=0.001");
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(engine.training.asked.getFirst().settings()).isEqualTo(Map.of("batch-size", "32", "learning-rate", "0.001"));
        assertThat(train("--kimg", "1", "--set", "batch=0").err()).contains("--set: batch-size is a whole number");
    }

    @Test
    void whatIsNoticedIsASentence() {
        assertThat(train("--kimg", "1").err()).contains(
                "meander: 0.1 thousand pictures: Generated pictures become alike (similarity 0.91, was or should be 0.20)",
                "nearer to the data than ever before (SWD 41.50).", "meander: Saved ");
    }

    @Test
    void machinesReadEveryEvent() throws IOException {
        List<String> lines = train("--kimg", "1", "--json").out().lines().toList();
        ObjectMapper mapper = new ObjectMapper();
        assertThat(lines).hasSize(7);
        JsonNode last = mapper.readTree(lines.getLast());
        assertThat(last.at("/event").textValue()).isEqualTo("ended");
        assertThat(last.at("/reason").textValue()).isEqualTo("FINISHED");
        assertThat(mapper.readTree(lines.get(2)).at("/figures/swd").doubleValue()).isEqualTo(41.5);
    }

    @Test
    void goesOnWithMorePictures() {
        train("--kimg", "1");
        Call done = Call.of(engine, "train", "--resume", run);
        assertThat(done.exitCode()).isEqualTo(2);
        assertThat(done.err()).contains("has seen its 1 thousand pictures; say with --kimg how many it should see in all.");
        assertThat(Call.of(engine, "train", "--resume", run, "--kimg", "3", "--set", "learning-rate=0.001").exitCode()).isZero();
        assertThat(engine.training.resumed).isTrue();
        assertThat(engine.training.asked.getLast()).isEqualTo(
                new TrainingSpec("fake", data.toString(), 3, 0, new java.util.TreeMap<>(Map.of("learning-rate", "0.001"))));
    }

    @Test
    void anInterruptEndsWithACheckpoint() {
        engine.training.endless = true;
        AtomicInteger looked = new AtomicInteger();
        Call call = Call.of(engine, () -> looked.incrementAndGet() > 2, "train", "--recipe", "fake", "--data", data, "--out", run,
                "--kimg", "1");
        assertThat(call.exitCode()).isEqualTo(130);
        assertThat(call.err()).contains("Ending after the step that is running, with a checkpoint", "Saved ",
                "Ended after 0.5 of 1 thousand pictures; “meander train --resume " + run + "” goes on.");
    }

    @ParameterizedTest
    @CsvSource({"BAD_SPEC,2", "DATA_UNUSABLE,2", "NOT_A_NUMBER,1", "DISK_FULL,1", "FAILED,1", "OUT_OF_MEMORY,1", "DATA_GONE,1"})
    void whatFailsSaysWhy(Reason reason, int exitCode) {
        engine.training.reason = reason;
        engine.training.sentence = "It was like this.";
        Call call = train("--kimg", "1");
        assertThat(call.exitCode()).isEqualTo(exitCode);
        assertThat(call.err()).endsWith("meander: It was like this.\n");
    }

    @Test
    void listsRecipesAndTheirSettings() throws IOException {
        assertThat(Call.of(engine, "train", "--list").out()).isEqualTo("fake  Fake: no paper\n");
        assertThat(Call.of(engine, "train", "--recipe", "fake", "--settings").out()).isEqualTo("""
                Fake: no paper
                batch-size     16     Pictures in one step. (1 to 64)
                learning-rate  0.002  Step size. (0 to 1)
                augment        ada    What is done. (ada, none)
                """);
        JsonNode json = new ObjectMapper().readTree(Call.of(engine, "train", "--recipe", "fake", "--list", "--json").out());
        assertThat(json.at("/settings/2/options/1").textValue()).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"train|Say how to train, with --recipe NAME",
            "train --recipe nosuch|--recipe nosuch is not known here; there is fake.",
            "train --recipe fake|Say what to learn from: --data DIR",
            "train --recipe fake --data DATA|Say with --out RUN in which folder",
            "train --recipe fake --data DATA/none --out RUN|does not exist; name a folder or a zip",
            "train --recipe fake --data bundled:none --out RUN|--data bundled:none does not come along; there is bundled:emoji",
            "train --recipe fake --data DATA --out RUN --set gama=1|--set: There is no setting gama; there are batch-size, learning-rate",
            "train --recipe fake --data DATA --out RUN --set batch-size=0|--set: batch-size is a whole number from 1 to 64, not 0.",
            "train --recipe fake --data DATA --out RUN --set batch|--set",
            "train --recipe fake --data DATA --out RUN --kimg 0|--kimg is a number of thousands of pictures above 0",
            "train --resume RUN|does not exist; name the folder", "train --resume DATA|holds no training; name the folder",
            "train --resume RUN --data DATA|Leave out --data with --resume",
            "train --export RUN DATA|does not exist; name the folder", "train --export RUN|--export",
            "train --resume RUN --import DATA RUN|Choose one of --recipe, --resume"})
    void aWrongCallIsOneSentenceAndTwo(String call, String sentence) {
        Object[] words = List.of(call.split(" ")).stream()
                .map(word -> word.replace("DATA", data.toString()).replace("RUN", run.toString())).toArray();
        Call made = Call.of(engine, words);
        assertThat(made.exitCode()).isEqualTo(2);
        assertThat(made.err()).contains(sentence).startsWith("meander: ").hasLineCount(1);
        assertThat(engine.training.asked).isEmpty();
        assertThat(run).doesNotExist();
    }

    @Test
    void whatIsNoExportDoesNotComeHome() {
        Call call = Call.of(engine, "train", "--import", data, run);
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err()).contains("plan.json is missing: name the folder that an export wrote.").hasLineCount(1);
    }

    @Test
    void aRunIsNotBegunTwice() {
        train("--kimg", "1");
        Call again = train("--kimg", "1");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("holds a training already; go on with --resume " + run);
    }

    @Test
    void aRunMeansItsNewestModel() throws IOException {
        new RunFolder(run).write(TrainingSpec.of("fake", "bundled:emoji", 1));
        Call none = Call.of(engine, "inspect", run);
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("is a training that has saved no model yet");
        Files.writeString(run.resolve("model-000000100.safetensors"), "weights");
        Files.writeString(run.resolve("model-000000200.safetensors"), "weights");
        assertThat(Call.of(engine, "inspect", run).out()).contains("model-000000200.safetensors");
        assertThat(Call.of(engine, "generate", run, "--seeds", "0", "--out", folder.resolve("out")).exitCode()).isZero();
    }

    private Call train(Object... options) {
        Object[] words = new Object[options.length + 7];
        System.arraycopy(new Object[]{"train", "--recipe", "fake", "--data", data, "--out", run}, 0, words, 0, 7);
        System.arraycopy(options, 0, words, 7, options.length);
        return Call.of(engine, words);
    }
}
