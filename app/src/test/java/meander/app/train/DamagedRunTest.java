package meander.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javafx.scene.image.Image;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.app.base.FxThreads;
import meander.training.recipe.Monitoring;
import meander.training.run.RunFolder;
import meander.training.run.TrainingEvent;

/** What a log or a folder may hold that no training wrote. */
class DamagedRunTest {
    @TempDir
    Path folder;

    private static TrainingEvent.Samples sheet(String file, int columns, int rows, int width, int height) {
        return new TrainingEvent.Samples(1, 1000, file, columns, rows, width, height);
    }

    @ParameterizedTest
    @CsvSource({"samples/a.png,0,4,32,32", "samples/a.png,4,0,32,32", "samples/a.png,-1,-1,32,32", "samples/a.png,4,4,0,32",
            "samples/a.png,4,4,32,-1", "/etc/passwd,4,4,32,32", "../a.png,4,4,32,32", "'',4,4,32,32"})
    void aSheetThatCannotBeLaidOutIsNoEvent(String file, int columns, int rows, int width, int height) throws Exception {
        assertThatIllegalArgumentException().isThrownBy(() -> sheet(file, columns, rows, width, height));
        Files.writeString(folder.resolve("log.jsonl"), """
                {"event":"samples","at":1,"images":1000,"file":"%s","columns":%d,"rows":%d,"width":%d,"height":%d}
                {"event":"samples","at":1,"images":2000,"file":"samples/a.png","columns":8,"rows":4,"width":32,"height":32}
                """.formatted(file, columns, rows, width, height));
        assertThat(new RunFolder(folder).events())
                .containsExactly(new TrainingEvent.Samples(1, 2000, "samples/a.png", 8, 4, 32, 32));
    }

    @Test
    void aSheetLargerThanAnyIsNoEvent() {
        assertThatIllegalArgumentException().isThrownBy(() -> sheet("samples/a.png", 2_000_000_000, 2_000_000_000, 32, 32));
        assertThat(RunHistory.of(Monitoring.STANDARD, List.of(sheet("samples/a.png", 8, 4, 32, 32))).samples()).hasSize(1);
    }

    @Test
    void eventsWithoutTheirPartsAreLeftOut() throws Exception {
        Files.writeString(folder.resolve("log.jsonl"),
                """
                        null
                        {"event":"measured","at":1,"images":5,"figures":{"swd":null}}
                        {"event":"noticed","at":1,"images":5,"what":null,"arguments":[]}
                        {"event":"noticed","at":1,"images":5,"what":"best"}
                        {"event":"ended","at":1,"images":5,"reason":null,"sentence":null}
                        {"event":"ended","at":1,"images":5,"reason":"FINISHED"}
                        {"event":"started","at":1,"images":-5,"of":-5,"resumed":false,"device":null}
                        {"event":"started","at":1,"images":5,"of":5,"resumed":false}
                        {"event":"started","at":1,"images":5,"of":-5,"resumed":false,"device":"CPU"}
                        {"event":"preparing","at":1,"images":5,"stage":null,"share":null}
                        {"event":"checkpoint","at":1,"images":-5,"model":"model.safetensors"}
                        {"event":"samples","at":1,"images":5,"file":"samples/a.png","columns":2000000000,"rows":2000000000,"width":32,"height":32}
                        {"event":"measured","at":1,"images":7,"figures":{"swd":"NaN","G/loss":1.5}}
                        """);
        List<TrainingEvent> events = new RunFolder(folder).events();
        assertThat(events).extracting(TrainingEvent::images).containsExactly(5L, 7L);
        RunHistory story = RunHistory.of(Monitoring.STANDARD, events);
        assertThat(story.samples()).isEmpty();
        assertThat(story.checkpoints()).isEmpty();
        assertThat(story.started()).isEmpty();
        assertThat(story.ended()).isEmpty();
        assertThat(story.alarms()).isEmpty();
        assertThat(story.figure("swd")).isEmpty();
        assertThat(story.figure("G/loss").orElseThrow().last()).isEqualTo(1.5);
    }

    @Test
    void aPictureThatCannotBeReadIsKnownAsSuch() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
        Path missing = folder.resolve("missing.png");
        SampleGridLoader sheets = new SampleGridLoader(FxThreads.inline(), Runnable::run);
        List<Image> told = new java.util.ArrayList<>();
        sheets.wish(List.of(broken, missing, folder), (_, image) -> told.add(image));
        assertThat(told).hasSize(3).containsOnlyNulls();
        assertThat(List.of(broken, missing, folder)).allMatch(sheets::isBroken);
        sheets.wish(List.of(broken), (_, _) -> {
            throw new AssertionError("read again");
        });
    }
}
