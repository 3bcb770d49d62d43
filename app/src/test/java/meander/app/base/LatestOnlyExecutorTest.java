package meander.app.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import meander.app.Queued;

@Timeout(20)
class LatestOnlyExecutorTest {
    private final List<Object> done = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

    @Test
    void dropsAllButTheNewestOfWhatWaits() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (LatestOnlyExecutor<Integer> latest = LatestOnlyExecutor.onThread("test", (value, _) -> {
            started.countDown();
            go.await();
            done.add(value);
        }, failures::add)) {
            latest.submit(1);
            started.await();
            latest.submit(2);
            latest.submit(3);
            latest.submit(4);
            go.countDown();
            rest(latest);
        }
        assertThat(done).containsExactly(1, 4);
        assertThat(failures).isEmpty();
    }

    @Test
    void tellsTheRunningWorkThatSomethingNewerWaits() {
        Queued thread = new Queued();
        List<LatestOnlyExecutor<Integer>> self = new ArrayList<>();
        LatestOnlyExecutor<Integer> latest = new LatestOnlyExecutor<>(thread, (value, superseded) -> {
            done.add(superseded.getAsBoolean());
            if (value == 1) self.getFirst().submit(2);
            done.add(superseded.getAsBoolean());
        }, failures::add);
        self.add(latest);
        latest.submit(1);
        thread.all();
        assertThat(done).containsExactly(false, true, false, false);
        assertThat(latest.idle()).isTrue();
    }

    @Test
    void goesOnAfterAnExceptionEvenIfItCannotBeTold() throws Exception {
        try (LatestOnlyExecutor<Integer> latest = LatestOnlyExecutor.onThread("test", (value, _) -> {
            if (value < 3) throw new Exception("number " + value);
            done.add(value);
        }, thrown -> {
            failures.add(thrown);
            throw new IllegalStateException("nobody listens");
        })) {
            for (int value = 1; value <= 3; value++) {
                latest.submit(value);
                rest(latest);
            }
        }
        assertThat(failures).extracting(Throwable::getMessage).containsExactly("number 1", "number 2");
        assertThat(done).containsExactly(3);
    }

    @Test
    void worksOnItsOwnNamedThread() {
        try (LatestOnlyExecutor<Integer> latest = LatestOnlyExecutor.onThread("render",
                (_, _) -> done.add(Thread.currentThread().getName()), failures::add)) {
            latest.submit(1);
            rest(latest);
        }
        assertThat(done).containsExactly("render");
    }

    @Test
    void doesEveryChoreInOrderAndBeforeTheValueThatWaits() {
        Queued thread = new Queued();
        LatestOnlyExecutor<String> latest = new LatestOnlyExecutor<>(thread, (value, _) -> done.add(value), failures::add);
        latest.submit("old");
        latest.chore(() -> done.add("chore 1"));
        latest.chore(() -> done.add("chore 2"));
        latest.submit("new");
        thread.all();
        assertThat(done).containsExactly("chore 1", "chore 2", "new");
    }

    @Test
    void closingWaitsForTheRunningWorkDropsWhatWaitsAndDoesTheChores() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch signalled = new CountDownLatch(1);
        LatestOnlyExecutor<Integer> latest = LatestOnlyExecutor.onThread("test", (value, superseded) -> {
            started.countDown();
            while (!superseded.getAsBoolean())
                Thread.onSpinWait();
            signalled.await();
            done.add(value);
        }, failures::add);
        latest.submit(1);
        started.await();
        latest.chore(() -> done.add("put away"));
        AtomicBoolean closed = new AtomicBoolean();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> {
            latest.close();
            closed.set(true);
        });
        assertThat(closed).isFalse();
        signalled.countDown();
        closing.get(10, TimeUnit.SECONDS);
        assertThat(done).containsExactly(1, "put away");
        latest.submit(2);
        assertThat(latest.chore(() -> done.add("too late"))).isFalse();
        assertThat(done).hasSize(2);
        latest.close();
    }

    /** Waits until all is done: a chore runs after the work that is under way. */
    private static void rest(LatestOnlyExecutor<?> latest) {
        while (!latest.idle())
            Thread.onSpinWait();
    }
}
