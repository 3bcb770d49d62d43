package meander.app.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import meander.app.FakeTimers;
import meander.app.Queued;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Tasks;
import meander.app.library.ModelDetailsViewModel.State;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.ModelInfo;

class ModelDetailsViewModelTest {
    private static final Path A = Path.of("a.pkl");
    private static final Path B = Path.of("b.pkl");

    private final FakeTimers timers = new FakeTimers();
    private final Tasks tasks = new Tasks(FxThreads.inline(), timers, Runnable::run);
    private final Queued thread = new Queued();
    private final List<Boolean> cancelled = new ArrayList<>();
    private Runnable whileCounting = () -> {};
    private final ModelDetailsViewModel details = new ModelDetailsViewModel(new ModelInspector() {
        @Override
        public Glance glance(Path file, Function<String, Map<String, String>> answers, Predicate<String> pictured,
                BooleanSupplier stopped) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reading read(Path file, Function<String, Map<String, String>> answers, BooleanSupplier stopped) {
            cancelled.add(stopped.getAsBoolean());
            if (file.toString().startsWith("bad")) return new Reading.Refused(Message.said("It is bad."));
            return new Reading.Read(new ModelDetails(file, "hash", 10, "pickle",
                    new ModelInfo(file, "Straw", "", 4, 4, 3, 8, 0, 0, 0, 3, List.of()), false, Optional.empty(),
                    Optional.empty(), List.of(new ModelDetails.StoredRow("G", "first", StoredTensor.of(new float[]{1, 3}, 2)),
                            new ModelDetails.StoredRow("", "second", StoredTensor.derived(() -> {
                                whileCounting.run();
                                return new float[]{5};
                            }, 1)))));
        }
    }, thread, tasks, timers, FxThreads.inline());

    @AfterEach
    void close() {
        thread.flow();
        details.close();
    }

    @Test
    void readsAwayFromTheWindowsThreadAndGivesEachTensorItsStatistics() {
        show(A);
        assertThat(details.state().get()).isEqualTo(new State.Reading(A));
        thread.all();
        assertThat(details.state().get()).isInstanceOfSatisfying(State.Read.class,
                read -> assertThat(read.dossier().bytes()).isEqualTo(10));
        assertThat(details.tensors()).extracting(TensorRow::name).containsExactly("G · first", "second");
        assertThat(details.tensors()).extracting(row -> row.statistics().mean()).containsExactly(2.0, 5.0);
        assertThat(details.counting().get()).isFalse();
    }

    @Test
    void showsTheTensorsBeforeTheirStatistics() {
        whileCounting = () -> {
            assertThat(details.counting().get()).isTrue();
            assertThat(details.tensors().getFirst().statistics()).isNotNull();
            assertThat(details.tensors().getLast().statistics()).isNull();
            cancelled.add(false);
        };
        show(A);
        thread.all();
        assertThat(cancelled).as("the tensor was read").hasSize(2);
    }

    @Test
    void stoppingKeepsWhatIsKnown() {
        whileCounting = details::stop;
        show(A);
        thread.all();
        assertThat(details.counting().get()).isFalse();
        assertThat(details.tensors()).hasSize(2);
        assertThat(details.state().get()).isInstanceOf(State.Read.class);
    }

    @Test
    void anotherModelTakesThePlaceOfTheOneThatIsRead() {
        whileCounting = () -> {
            whileCounting = () -> {};
            show(B);
        };
        show(A);
        thread.all();
        assertThat(details.state().get()).isInstanceOfSatisfying(State.Read.class, read -> assertThat(read.file()).isEqualTo(B));
        assertThat(details.tensors()).allMatch(row -> row.statistics() != null);
    }

    @Test
    void saysWhyAFileDoesNotOpen() {
        show(Path.of("bad.pkl"));
        thread.all();
        assertThat(details.state().get()).isEqualTo(new State.Refused(Path.of("bad.pkl"), Message.said("It is bad.")));
    }

    @Test
    void aTensorThatCannotBeReadAnyMoreHasNoStatistics() {
        whileCounting = () -> {
            throw new UncheckedIOException(new IOException("gone"));
        };
        show(A);
        thread.all();
        assertThat(details.tensors().getFirst().statistics()).isNotNull();
        assertThat(details.tensors().getLast().statistics()).isNull();
        assertThat(details.counting().get()).isFalse();
    }

    @Test
    void whatTakesLongerThanASecondIsARowThatCanBeCalledOff() {
        show(A);
        timers.pass(1_000);
        assertThat(tasks.rows()).singleElement()
                .satisfies(row -> assertThat(row.title()).isEqualTo(Message.of("task.details", "a.pkl")));
        tasks.cancelAll();
        assertThat(tasks.rows()).isEmpty();
        thread.all();
        assertThat(details.state().get()).isEqualTo(new State.None());
        assertThat(cancelled).containsExactly(true);
    }

    private void show(Path file) {
        details.show(file, _ -> Map.of());
    }
}
