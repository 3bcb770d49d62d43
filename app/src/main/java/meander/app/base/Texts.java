package meander.app.base;

import java.time.Duration;
import java.util.Arrays;

import meander.models.text.Phrase;
import meander.models.text.VisibleText;
import meander.ui.Messages;

/** Says {@link Message}s and times in a person's language. */
public record Texts(Messages messages) {
    public String text(String key) {
        return messages.text(key);
    }

    public String text(String key, Object... arguments) {
        return messages.text(key, visible(arguments));
    }

    public String text(Phrase phrase) {
        return text(phrase.key().key(), phrase.arguments().toArray());
    }

    /** Names from files stay in their line and turn nothing round; phrases in gaps are said in the same language. */
    private Object[] visible(Object... arguments) {
        return Arrays.stream(arguments).map(each -> switch (each) {
            case String text -> VisibleText.lines(text);
            case Phrase phrase -> text(phrase);
            case null, default -> each;
        }).toArray();
    }

    public String say(Message message) {
        if (!message.otherwise().isEmpty() && messages.textOr(message.key(), "").isEmpty())
            return VisibleText.lines(message.otherwise());
        return text(message.key(), message.arguments().toArray());
    }

    /** For example “2 h 11 min left”. */
    public String left(Duration left) {
        if (left.isNegative()) return left(Duration.ZERO);
        if (left.toMinutes() < 1) return text("task.left.seconds", Math.max(1, left.toSeconds()));
        if (left.toHours() < 1) return text("task.left.minutes", left.toMinutes());
        if (left.toDays() < 1) return text("task.left.hours", left.toHours(), left.toMinutesPart());
        return text("task.left.days", left.toDays(), left.toHoursPart());
    }

    /** For example “2 h 11 min”. */
    public String lasting(Duration time) {
        if (time.isNegative()) return lasting(Duration.ZERO);
        if (time.toMinutes() < 1) return text("time.seconds", Math.max(1, time.toSeconds()));
        if (time.toHours() < 1) return text("time.minutes", time.toMinutes());
        if (time.toDays() < 1) return text("time.hours", time.toHours(), time.toMinutesPart());
        return text("time.days", time.toDays(), time.toHoursPart());
    }

    /** For example “4 min ago”. */
    public String ago(Duration time) {
        return time.toMinutes() < 1 ? text("time.now") : text("time.ago", lasting(time));
    }

    /** Milliseconds with a figure after the point where that matters. */
    public static String millis(double millis) {
        return !Double.isFinite(millis) || millis < 0
                ? "–"
                : millis < 9.95 ? meander.app.base.NumberFormats.format(millis, 1, false) : Long.toString(Math.round(millis));
    }
}
