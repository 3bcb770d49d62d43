package meander.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import meander.app.base.Timers;

/** A clock whose hands the test turns. */
public final class FakeTimers implements Timers {
    private record Alarm(long due, Runnable work) {}

    private final List<Alarm> alarms = new ArrayList<>();
    private long now;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Pending after(Duration delay, Runnable work) {
        Alarm alarm = new Alarm(now + delay.toNanos(), work);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    /** Lets time pass; calls come when they are due. */
    public void pass(long millis) {
        long end = now + Duration.ofMillis(millis).toNanos();
        while (true) {
            Alarm next = alarms.stream().filter(alarm -> alarm.due <= end).min(Comparator.comparingLong(Alarm::due)).orElse(null);
            if (next == null) break;
            alarms.remove(next);
            now = next.due;
            next.work.run();
        }
        now = end;
    }
}
