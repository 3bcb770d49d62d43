package meander.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import meander.app.base.ErrorBanner;
import meander.app.base.Theme;
import meander.app.settings.AppSettings;
import meander.app.shell.Workspaces;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Rejected;
import meander.models.latent.Noise;
import meander.training.data.SkippedImage;
import meander.training.recipe.Recipes;
import meander.training.recipe.Setting;
import meander.training.run.LocalEngine;
import meander.training.run.TrainingEngine;
import meander.ui.Messages;

/** Every word that code asks for is there. */
class WordsTest {
    private static final Pattern ASKED = Pattern.compile(
            "(?:text|textOr|of|line|section|heading|choice|chooser|filter|show|card|add)\\(\\s*(?:texts\\s*\\.text\\()?\"([a-zA-Z]+(?:\\.[a-zA-Z0-9]+)+)\"");
    private static final Set<String> SPOKEN = Set.of("stylegan2", "progan", "dcgan", "wgan-gp", "pix2pix", "cyclegan");
    private final Messages messages = new Messages(Locale.ENGLISH);

    @Test
    void every_text_that_code_names_is_in_the_bundles() throws IOException {
        Set<String> keys = messages.keys();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/meander/app"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java") && !file.toString().contains("/cli/"))
                    .toList())
                ASKED.matcher(Files.readString(file)).results().map(match -> match.group(1))
                        .forEach(key -> assertThat(keys.contains(key) || keys.contains("command." + key))
                                .as(file + " says " + key).isTrue());
        }
    }

    @Test
    void every_reason_to_refuse_a_file_has_a_sentence() {
        assertThat(messages.keys())
                .containsAll(Arrays.stream(Rejected.Reason.values()).map(reason -> "rejected." + reason).toList());
    }

    @Test
    void every_guess_of_a_family_has_a_name_and_a_sentence() throws IOException {
        Pattern guess = Pattern.compile("\\.choose\\(\"([a-zA-Z]+)\"");
        try (Stream<Path> files = Files.walk(Path.of("../models/src/main/java/meander/models/family"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList())
                guess.matcher(Files.readString(file)).results().map(match -> "guess." + match.group(1))
                        .forEach(key -> assertThat(messages.keys()).contains(key, key + ".about"));
        }
    }

    @Test
    void every_kind_of_fault_noise_theme_and_language_has_a_name() {
        for (ErrorBanner.Kind kind : ErrorBanner.Kind.values())
            assertThat(messages.keys()).contains("fault." + lower(kind));
        for (Noise.Mode mode : Noise.Mode.values())
            assertThat(messages.keys()).contains("control.noise." + lower(mode), "control.noise.caption." + lower(mode));
        for (Theme theme : Theme.values())
            assertThat(messages.keys()).contains("settings.theme." + theme.id(), "command.theme." + theme.id());
        for (Locale language : Messages.LANGUAGES)
            assertThat(messages.keys()).contains("settings.language." + language.getLanguage(),
                    "command.language." + language.getLanguage());
    }

    @Test
    void every_workspace_setting_and_container_has_its_words() {
        for (String workspace : Workspaces.ids())
            assertThat(messages.keys()).contains("rail." + workspace, "command.workspace." + workspace);
        for (AppSettings.Drawing drawing : AppSettings.Drawing.values())
            assertThat(messages.keys()).contains("settings.drawing." + drawing);
        for (ContainerFormat container : ContainerFormat.values())
            assertThat(messages.keys()).contains("help.file." + container, "help.file." + container + ".about");
        for (ForeignModel.Language language : ForeignModel.Language.values())
            assertThat(messages.keys()).contains("help.file." + language, "help.file." + language + ".about");
    }

    @Test
    void what_code_says_in_english_itself_is_said_in_chinese_too() {
        Set<String> chinese = new Messages(Locale.SIMPLIFIED_CHINESE).keys();
        for (SkippedImage.Reason reason : SkippedImage.Reason.values())
            assertThat(chinese).contains("skipped." + reason);
        for (TrainingEngine.Offer offer : new LocalEngine(Recipes.installed(), Path.of("none"), () -> false).offers())
            if (SPOKEN.contains(offer.name())) for (Setting setting : offer.settings())
                assertThat(chinese).contains("setting." + setting.key(), "setting." + setting.key() + ".about");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
