package meander.app;

import java.time.Duration;

import meander.ui.Messages;

/** Says {@link Message}s and times in a person's language. */
public record Texts(Messages messages) {
    public String text(String key) {
        return messages.text(key);
    }

    public String text(String key, Object... arguments) {
        return messages.text(key, arguments);
    }

    public String say(Message message) {
        return messages.text(message.key(), message.arguments().toArray());
    }

    /** For example “2 h 11 min left”. */
    public String left(Duration left) {
        if (left.toMinutes() < 1) return text("task.left.seconds", Math.max(1, left.toSeconds()));
        if (left.toHours() < 1) return text("task.left.minutes", left.toMinutes());
        return text("task.left.hours", left.toHours(), left.toMinutesPart());
    }

    /** Milliseconds with a figure after the point where that matters. */
    public static String millis(double millis) {
        return Double.isNaN(millis)
                ? "–"
                : millis < 9.95 ? meander.app.widgets.Numbers.format(millis, 1, false) : Long.toString(Math.round(millis));
    }
}
