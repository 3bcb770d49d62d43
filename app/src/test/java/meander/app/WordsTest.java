package meander.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import meander.app.base.ErrorBanner;
import meander.app.base.Theme;
import meander.app.settings.AppSettings;
import meander.app.shell.Workspaces;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Rejected;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.family.Translator;
import meander.models.latent.Noise;
import meander.models.request.Control;
import meander.training.data.SkippedImage;
import meander.training.recipe.Recipes;
import meander.training.recipe.Setting;
import meander.training.run.LocalEngine;
import meander.training.run.TrainingEngine;
import meander.ui.Messages;

/** Every word that code asks for is there. */
class WordsTest {
    private static final Pattern KEY = Pattern.compile("[a-zA-Z]+(?:\\.[a-zA-Z0-9-]+)+");
    private final Messages messages = new Messages(Locale.ENGLISH);

    /** Every constant of compiled code that looks like a key of the bundles is one, or begins some. */
    @Test
    void everyTextThatCodeNamesIsInTheBundles() throws IOException {
        Set<String> keys = messages.keys();
        Set<String> subjects = keys.stream().map(WordsTest::subject).collect(Collectors.toSet());
        Set<String> asked = constants().filter(constant -> KEY.matcher(constant).matches())
                .filter(constant -> subjects.contains(subject(constant)) && !constant.endsWith(".json"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked).hasSizeGreaterThan(keys.size() / 3).allSatisfy(key -> assertThat(keys)
                .anyMatch(known -> known.equals(key) || known.equals("command." + key) || known.startsWith(key + ".")));
    }

    private static String subject(String key) {
        return key.substring(0, Math.max(0, key.indexOf('.')));
    }

    private static Stream<String> constants() throws IOException {
        Path classes = Path.of(URI.create(Main.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        List<String> constants = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList())
                for (PoolEntry entry : ClassFile.of().parse(file).constantPool())
                    if (entry instanceof StringEntry string) constants.add(string.stringValue());
        }
        return constants.stream();
    }

    @Test
    void everyReasonToRefuseAFileHasASentence() {
        assertThat(messages.keys())
                .containsAll(Arrays.stream(Rejected.Reason.values()).map(reason -> "rejected." + reason).toList());
    }

    @Test
    void everyGuessOfAFamilyHasANameAndASentence() throws IOException {
        Set<String> guesses = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("../models/src/test/resources"))) {
            for (Path file : files.filter(each -> each.toString().matches(".*\\.(pth|pt|onnx)")).toList())
                controls(Families.installed().describe(file, Map.of(), _ -> {}, () -> false)).forEach(control -> {
                    if (control instanceof Control.Guess guess) guesses.add("guess." + guess.id().replaceFirst(":.*", ""));
                });
        }
        assertThat(guesses).hasSizeGreaterThan(3).allSatisfy(key -> assertThat(messages.keys()).contains(key, key + ".about"));
    }

    private static List<Control> controls(OpenResult opened) {
        return switch (opened) {
            case OpenResult.Ready(Model model) -> model.controls();
            case OpenResult.Translates(Translator translator) -> translator.controls();
            case OpenResult.Refused _ -> List.of();
        };
    }

    @Test
    void everyKindOfFaultNoiseThemeAndLanguageHasAName() {
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
    void everyWorkspaceSettingAndContainerHasItsWords() {
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
    void whatCodeSaysInEnglishItselfIsSaidInChineseToo() {
        Set<String> chinese = new Messages(Locale.SIMPLIFIED_CHINESE).keys();
        for (SkippedImage.Reason reason : SkippedImage.Reason.values())
            assertThat(chinese).contains("skipped." + reason);
        for (TrainingEngine.Offer offer : new LocalEngine(Recipes.installed(), Path.of("none"), () -> false).offers())
            for (Setting setting : offer.settings())
                assertThat(chinese).contains("setting." + setting.key(), "setting." + setting.key() + ".about");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
