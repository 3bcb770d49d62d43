package meander.training.recipe;

import java.util.List;

/**
 * Something about a recipe that a person can change, on the command line with {@code --set KEY=VALUE}.
 *
 * @param key     for example {@code gamma}; also names its texts in the message bundles, {@code setting.gamma}
 * @param initial as a person would type it
 * @param says    one English sentence for the command line, with the paper where there is one
 */
public record Setting(String key, Kind kind, String initial, String says) {
    /** What may be typed. */
    public sealed interface Kind {
        /** A whole number within limits, both included. */
        record Whole(long min, long max) implements Kind {}

        /** A number within limits, both included. */
        record Real(double min, double max) implements Kind {}

        /** {@code on} or {@code off}. */
        record Switch() implements Kind {}

        /** One of several words. */
        record Choice(List<String> options) implements Kind {
            public Choice {
                options = List.copyOf(options);
            }
        }
    }

    public static Setting whole(String key, long initial, long min, long max, String says) {
        return new Setting(key, new Kind.Whole(min, max), Long.toString(initial), says);
    }

    public static Setting real(String key, double initial, double min, double max, String says) {
        String typed = initial == Math.rint(initial) && Math.abs(initial) < 1e9
                ? Long.toString((long) initial)
                : Double.toString(initial);
        return new Setting(key, new Kind.Real(min, max), typed, says);
    }

    public static Setting onOff(String key, boolean initial, String says) {
        return new Setting(key, new Kind.Switch(), initial ? "on" : "off", says);
    }

    public static Setting choice(String key, String says, String initial, String... options) {
        return new Setting(key, new Kind.Choice(List.of(options)), initial, says);
    }

    /** What is wrong with a typed value, as a sentence; empty if it will do. */
    public String objection(String typed) {
        return switch (kind) {
            case Kind.Whole(long min, long max) -> number(typed, min, max, true);
            case Kind.Real(double min, double max) -> number(typed, min, max, false);
            case Kind.Switch() -> typed.equals("on") || typed.equals("off") ? "" : key + " is on or off, not " + typed + ".";
            case Kind.Choice(List<String> options) ->
                options.contains(typed) ? "" : key + " is one of " + String.join(", ", options) + ", not " + typed + ".";
        };
    }

    private String number(String typed, double min, double max, boolean whole) {
        try {
            double value = Double.parseDouble(typed);
            if (value >= min && value <= max && (!whole || value == Math.rint(value))) return "";
        } catch (NumberFormatException e) {
            // said below
        }
        String limits = whole ? "a whole number from " + (long) min + " to " + (long) max : "a number from " + min + " to " + max;
        return key + " is " + limits + ", not " + typed + ".";
    }
}
