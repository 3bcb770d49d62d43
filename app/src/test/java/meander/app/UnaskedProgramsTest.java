package meander.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Tasks;
import meander.app.explore.ExploreViewModel;
import meander.app.explore.LoadState;
import meander.app.explore.PngImageStore;
import meander.app.library.ModelFileInspector;
import meander.app.library.ModelInspector.Glance;
import meander.app.model.ModelOpener;
import meander.app.session.WindowState;
import meander.app.session.WindowStateStore;
import meander.app.translate.TranslateViewModel;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.family.Families;
import meander.models.family.Family;
import meander.models.family.OpenResult;
import meander.models.family.ProgramPolicy;

/** A program in a file runs when a person opens it, and through no other door. */
class UnaskedProgramsTest {
    /** Writes down what would run. */
    private final class Recording implements Family {
        @Override
        public String name() {
            return "recording";
        }

        @Override
        public Optional<Candidate> recognise(Checkpoint checkpoint) {
            return Optional.empty();
        }

        @Override
        public Optional<Candidate> recognise(ForeignModel program, ProgramPolicy policy) {
            return Optional.of(_ -> {
                if (policy != ProgramPolicy.NEVER_RUN) ran.add(policy);
                return new OpenResult.Refused(Rejected.because(
                        policy == ProgramPolicy.RUN_CONFINED ? Reason.PROGRAM_UNCONFINED : Reason.PROGRAM_NOT_RUN,
                        program.file().getFileName().toString(), program.language().title(), "no Landlock"));
            });
        }
    }

    @TempDir
    Path folder;
    private final List<ProgramPolicy> ran = new ArrayList<>();
    private final ModelOpener opener = ModelOpener.of(new Families(List.of(new Recording())));
    private final FakeTimers timers = new FakeTimers();
    private final Executor here = Runnable::run;
    private WindowStateStore store;
    private Tasks tasks;
    private ExploreViewModel explore;
    private Path onnx;
    private Path script;

    @BeforeEach
    void build() throws IOException {
        onnx = copy("conditional.onnx");
        script = copy("conditional.pt");
        store = new WindowStateStore(folder.resolve("config"), FxThreads.inline());
        tasks = new Tasks(FxThreads.inline(), timers, here);
        explore = new ExploreViewModel(new ExploreViewModel.Parts(opener, _ -> {
            throw new AssertionError("drawn");
        }, (_, _, _, _) -> {}, (pixels, _, _, _) -> pixels, new PngImageStore(), store, tasks, FxThreads.inline(), timers, here,
                new Random(1)), Message.of("device.cpu"));
    }

    @AfterEach
    void close() {
        explore.close();
        store.close();
    }

    private Path copy(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = UnaskedProgramsTest.class.getResourceAsStream("/fixtures/programs/" + name)) {
            Files.copy(in, file);
        }
        return file;
    }

    @Test
    void theLibraryShowsANeutralTile() {
        ModelFileInspector look = new ModelFileInspector(opener, _ -> null, _ -> null, new PngImageStore());
        for (Path file : List.of(onnx, script)) {
            assertThat(look.glance(file, _ -> Map.of(), _ -> false, () -> false)).isInstanceOfSatisfying(Glance.Seen.class,
                    seen -> {
                        assertThat(seen.picture()).isEmpty();
                        assertThat(seen.facts().isProgram()).isTrue();
                    });
            look.read(file, _ -> Map.of(), () -> false);
        }
        assertThat(ran).isEmpty();
    }

    @Test
    void theFirstOfADroppedFolderIsNotRunBeforeAPersonSaysSo() {
        explore.openUnasked(onnx);
        assertThat(ran).isEmpty();
        assertThat(explore.banner().question().get().what().key()).isEqualTo("question.program");
        explore.banner().acceptQuestion();
        assertThat(ran).containsExactly(ProgramPolicy.RUN_CONFINED);
    }

    @Test
    void aPictureThatNamesARecentProgramDoesNotRunIt() throws IOException {
        String hash = new PngImageStore().hash(script);
        store.update(session -> session.withRecent(new WindowState.Recent(script, "conditional.pt", "TorchScript", hash)));
        explore.goTo(new meander.app.explore.ViewBookmark("conditional.pt", hash, meander.models.request.RenderRequest.DEFAULT));
        assertThat(ran).isEmpty();
        assertThat(explore.banner().question().get()).isNotNull();
    }

    @Test
    void thePanesOfLastTimeAreNotRun() {
        store.update(session -> session.withPanes(List.of(new WindowState.Pane(onnx, "running", "forward", 0))));
        try (TranslateViewModel translate = new TranslateViewModel(new TranslateViewModel.Parts(opener, _ -> null,
                (pixels, _, _, _) -> pixels, store, tasks, FxThreads.inline(), timers, _ -> here, here))) {
            translate.begin(List.of());
            assertThat(ran).isEmpty();
            assertThat(translate.banner().content().get()).isNotNull();
        }
    }

    @Test
    void whatAPersonOpensRunsAndUnconfinedOnlyAfterAQuestion() {
        explore.open(onnx);
        assertThat(ran).containsExactly(ProgramPolicy.RUN_CONFINED);
        assertThat(explore.banner().question().get().what().key()).isEqualTo("question.unconfined");
        assertThat(explore.opening().get()).isInstanceOf(LoadState.Idle.class);
        explore.banner().acceptQuestion();
        assertThat(ran).containsExactly(ProgramPolicy.RUN_CONFINED, ProgramPolicy.RUN_UNCONFINED);
    }

    @Test
    void whatEndedBadlyLastTimeIsAskedForAgain() {
        explore.askAgain(onnx);
        assertThat(explore.banner().question().get().what().key()).isEqualTo("opening.badly");
        assertThat(ran).isEmpty();
        explore.banner().dismissQuestion();
        assertThat(explore.banner().question().get()).isNull();
    }
}
