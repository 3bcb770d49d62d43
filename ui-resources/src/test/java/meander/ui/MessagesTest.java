package meander.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)");
    private static final Set<String> WITH_DETAILS = Set.of("rejected.MALFORMED", "rejected.TOO_LARGE",
            "rejected.SCRIPT_NOT_ALLOWED", "rejected.PROGRAM_FAULT", "renderFault.DRAWING_FAILED", "technical.REMARK",
            "technical.SENTENCE");
    private final Messages english = new Messages(Locale.ENGLISH);
    private final Messages chinese = new Messages(Locale.SIMPLIFIED_CHINESE);

    @Test
    void bothLanguagesHaveTheSameKeysButForWhatCodeSaysInEnglishItself() throws IOException {
        Set<String> chineseOnly = keys("messages_zh_CN.properties");
        chineseOnly.removeIf(key -> key.startsWith("skipped.") || key.startsWith("setting.") && key.endsWith(".about"));
        assertThat(chineseOnly).isEqualTo(keys("messages.properties"));
    }

    /** Of one file alone: a bundle has its parent's too. */
    private static Set<String> keys(String file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = new InputStreamReader(UiResources.open(file), StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        return new TreeSet<>(properties.stringPropertyNames());
    }

    /** Chinese says "see details" for an engine's or a reader's own words, which are English. */
    @Test
    void bothLanguagesFillInTheSameArguments() {
        for (String key : english.keys())
            if (WITH_DETAILS.contains(key))
                assertThat(placeholders(english, key)).as(key).containsAll(placeholders(chinese, key));
            else
                assertThat(placeholders(chinese, key)).as(key).isEqualTo(placeholders(english, key));
    }

    @Test
    void everyTextIsAPatternWithoutLoneQuotes() {
        for (Messages messages : new Messages[]{english, chinese})
            for (String key : messages.keys()) {
                assertThat(messages.text(key)).as(key).isNotBlank().doesNotContain("'", "!", "！");
                assertThat(new MessageFormat(messages.text(key), messages.locale())).isNotNull();
            }
    }

    @Test
    void aChineseRegionReadsChineseAndAnyOtherLanguageReadsEnglish() {
        assertThat(new Messages(Locale.forLanguageTag("zh-Hans-SG")).text("rail.explore")).isEqualTo("探索");
        assertThat(new Messages(Locale.FRENCH).text("rail.explore")).isEqualTo("Explore");
    }

    @Test
    void numbersChooseTheirForm() {
        assertThat(english.text("status.tasks", 1)).isEqualTo("1 task");
        assertThat(english.text("status.tasks", 3)).isEqualTo("3 tasks");
        assertThat(chinese.text("control.editZ.caption", 0, 512)).isEqualTo("512 维");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fonts/MeanderUI-Regular.ttf", "fonts/MeanderUI-Bold.ttf"})
    void theFontsHoldEveryCharacterOfEveryText(String face) throws Exception {
        Font font;
        try (InputStream file = UiResources.open(face)) {
            font = Font.createFont(Font.TRUETYPE_FONT, file);
        }
        for (Messages messages : new Messages[]{english, chinese})
            for (String key : messages.keys())
                assertThat(font.canDisplayUpTo(messages.text(key))).as(key + " = " + messages.text(key)).isEqualTo(-1);
    }

    private static Set<String> placeholders(Messages messages, String key) {
        Set<String> found = new TreeSet<>();
        PLACEHOLDER.matcher(messages.text(key)).results().forEach(match -> found.add(match.group(1)));
        return found;
    }
}
