package meander.app.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;

import meander.app.FakeTimers;
import meander.app.Queued;

class TasksTest {
    private final FakeTimers timers = new FakeTimers();
    private final Queued workers = new Queued();
    private final Tasks tasks = new Tasks(FxThreads.inline(), timers, workers);
    private static final Message TITLE = Message.of("task.test");

    @Test
    void aRowShowsProgressAndTimeLeftAndGoesWhenItIsDone() {
        Task task = tasks.start(TITLE, row -> {
            row.progress(0);
            timers.pass(1000);
            row.progress(0.25);
            assertThat(tasks.rows()).hasSize(1);
            assertThat(tasks.rows().getFirst().progress().get()).isEqualTo(0.25);
            assertThat(tasks.rows().getFirst().timeLeft().get()).contains(Duration.ofSeconds(3));
            row.progress(7);
            assertThat(tasks.rows().getFirst().progress().get()).isEqualTo(1);
            return Message.of("done", "x.png");
        });
        assertThat(task.progress().get()).isEqualTo(Task.INDETERMINATE);
        assertThat(task.timeLeft().get()).isEmpty();
        workers.all();
        assertThat(task.state().get()).isEqualTo(new Task.State.Done(Message.of("done", "x.png")));
        assertThat(tasks.rows()).isEmpty();
        assertThat(tasks.notice().get()).isEqualTo(Message.of("done", "x.png"));
    }

    @Test
    void timeLeftIsNotGuessedTooEarly() {
        Task task = tasks.start(TITLE, row -> {
            timers.pass(100);
            row.progress(0.5);
            assertThat(tasks.rows().getFirst().timeLeft().get()).isEqualTo(Optional.empty());
            return null;
        });
        workers.all();
        assertThat(task.state().get()).isInstanceOf(Task.State.Done.class);
    }

    @Test
    void aFailedRowStaysUntilItIsDismissed() {
        Task task = tasks.start(TITLE, _ -> {
            throw new NoSuchFileException("gone.pkl");
        });
        tasks.dismiss(task);
        assertThat(tasks.rows()).contains(task);
        workers.all();
        assertThat(task.state().get()).isInstanceOfSatisfying(Task.State.Failed.class,
                failed -> assertThat(failed.message()).isEqualTo(Message.of("failure.missing", "gone.pkl")));
        assertThat(tasks.rows()).contains(task);
        tasks.dismiss(task);
        assertThat(tasks.rows()).isEmpty();
    }

    @Test
    void aCancelledRowGoesWhicheverWayItsWorkEnds() {
        tasks.start(TITLE, row -> {
            assertThat(row.cancelled()).isTrue();
            return Message.of("done");
        });
        tasks.start(TITLE, _ -> {
            throw new IOException("interrupted");
        });
        tasks.start(TITLE, _ -> {
            throw new CancellationException();
        });
        tasks.cancelAll();
        workers.all();
        assertThat(tasks.rows()).isEmpty();
        assertThat(tasks.notice().get()).isNull();
    }
}
