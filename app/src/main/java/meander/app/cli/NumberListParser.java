package meander.app.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import picocli.CommandLine.TypeConversionException;

/** Numbers as options write them: {@code 0,7-9} and {@code 0=0.3,4=0.7}. What is wrong is said with an example of what is right. */
final class NumberListParser {
    private static final int MOST = 1_000_000;

    private NumberListParser() {}

    /** A number as a person writes it: whole ones without a point. */
    static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.toString((long) number) : Double.toString(number);
    }

    /** A list of whole numbers and ranges, each number once, in the order in which they are written. */
    static List<Long> ranges(String text, String what, long largest) {
        LinkedHashSet<Long> numbers = new LinkedHashSet<>();
        for (String part : text.split(",", -1)) {
            int dash = part.indexOf('-', 1);
            long first = whole(dash < 0 ? part : part.substring(0, dash), part, what, largest);
            long last = dash < 0 ? first : whole(part.substring(dash + 1), part, what, largest);
            if (last < first)
                throw new TypeConversionException("“" + part.strip() + "” runs backwards; write " + last + "-" + first);
            if (last - first >= MOST - numbers.size())
                throw new TypeConversionException("“" + text + "” are more than " + MOST + " " + what);
            for (long number = first; number <= last; number++)
                numbers.add(number);
        }
        return List.copyOf(numbers);
    }

    /** Whole numbers with a value each. */
    static SortedMap<Integer, Double> weights(String text, String what) {
        SortedMap<Integer, Double> weights = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0)
                throw new TypeConversionException(
                        "“" + part.strip() + "” has no value; write " + what + "=value, for example 0=0.3,4=0.7");
            int key = (int) whole(part.substring(0, equals), part, what, Integer.MAX_VALUE);
            if (weights.put(key, decimal(part.substring(equals + 1))) != null)
                throw new TypeConversionException(what + " " + key + " is named twice");
        }
        return weights;
    }

    static double decimal(String text) {
        try {
            double value = Double.parseDouble(text.strip());
            if (Double.isFinite(value)) return value;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new TypeConversionException("“" + text.strip() + "” is not a number");
    }

    private static long whole(String text, String part, String what, long largest) {
        try {
            long value = Long.parseLong(text.strip());
            if (value >= 0 && value <= largest) return value;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new TypeConversionException(
                "“" + part.strip() + "” names no " + what + " between 0 and " + largest + "; write for example 0,7-9");
    }
}
