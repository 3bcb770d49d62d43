package meander.app.base;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as the value fields write and read them: a real minus sign, a point, figures that do not jump. */
public final class NumberFormats {
    private static final char MINUS = '−';

    private NumberFormats() {}

    /** @param signed whether a positive number carries a plus sign */
    public static String format(double value, int decimals, boolean signed) {
        String text = BigDecimal.valueOf(Math.abs(value)).setScale(decimals, java.math.RoundingMode.HALF_UP).toPlainString();
        boolean zero = text.chars().allMatch(c -> c == '0' || c == '.');
        if (zero) return text;
        return value < 0 ? MINUS + text : signed ? "+" + text : text;
    }

    /** Reads what a person typed; a comma may stand for the point. */
    public static OptionalDouble parse(String typed) {
        String plain = typed.strip().replace(MINUS, '-').replace('–', '-').replace(',', '.').toLowerCase(Locale.ROOT);
        if (plain.isEmpty() || !plain.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?")) return OptionalDouble.empty();
        double value = Double.parseDouble(plain);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
