package meander.app.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Pictures counted in thousands, as the field counts them. */
final class KimgFormat {
    private KimgFormat() {}

    /** For example {@code 12.3}; {@code 12} where nothing else is known of. */
    static String of(long pictures) {
        return BigDecimal.valueOf(pictures, 3).setScale(pictures < 1000 ? 3 : 1, RoundingMode.HALF_UP).stripTrailingZeros()
                .toPlainString();
    }
}
