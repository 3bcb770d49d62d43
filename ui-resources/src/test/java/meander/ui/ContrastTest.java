package meander.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contrast as WCAG 2.2 defines it (1.4.3 for text, 1.4.11 for parts of controls), computed from the stylesheets of both themes. */
class ContrastTest {
    private static final Pattern COLOUR = Pattern.compile("(-m-[a-z0-9-]+): #([0-9a-f]{6});");
    private static final List<String> SURFACES = List.of("stage", "base", "surface", "raised", "hover");

    @ParameterizedTest
    @ValueSource(strings = {"dark", "light"})
    void textCanBeReadOnEverySurface(String theme) throws IOException {
        Map<String, Integer> colours = colours(theme);
        for (String text : List.of("text", "text-2", "text-3", "accent", "good", "careful", "bad"))
            for (String surface : SURFACES)
                assertThat(contrast(colours, text, surface)).as("%s on %s", text, surface).isGreaterThanOrEqualTo(4.5);
        assertThat(contrast(colours, "on-accent", "accent")).isGreaterThanOrEqualTo(4.5);
        assertThat(contrast(colours, "on-accent", "accent-hover")).isGreaterThanOrEqualTo(4.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dark", "light"})
    void groovesAndLinesOfControlsCanBeSeenOnTheCardsTheyStandOn(String theme) throws IOException {
        Map<String, Integer> colours = colours(theme);
        for (String part : List.of("groove", "line-strong", "accent"))
            assertThat(contrast(colours, part, "surface")).as(part).isGreaterThanOrEqualTo(3);
    }

    private static Map<String, Integer> colours(String theme) throws IOException {
        try (InputStream css = ContrastTest.class.getResourceAsStream("/meander/ui/" + theme + ".css")) {
            return COLOUR.matcher(new String(css.readAllBytes(), StandardCharsets.UTF_8)).results().collect(Collectors
                    .toMap(found -> found.group(1).substring("-m-".length()), found -> Integer.parseInt(found.group(2), 16)));
        }
    }

    private static double contrast(Map<String, Integer> colours, String front, String back) {
        double a = luminance(colours.get(front));
        double b = luminance(colours.get(back));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double value = (channel & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
