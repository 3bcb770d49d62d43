package meander.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import meander.app.base.Message;
import meander.app.base.Texts;
import meander.models.checkpoint.Rejected;
import meander.models.family.Families;
import meander.models.family.OpenResult;
import meander.models.family.TensorDifference;
import meander.models.render.ProgramFault;
import meander.models.render.RenderFault;
import meander.models.text.Phrase;
import meander.models.text.Technical;
import meander.ui.Messages;

/** What the code below the window says about what went wrong is said in the person's language. */
class PhrasesInEveryLanguageTest {
    private static final Messages CHINESE = new Messages(Locale.SIMPLIFIED_CHINESE);
    private static final Texts IN_CHINESE = new Texts(CHINESE);
    /** Names of programs, systems, formats and units, and what is typed as it stands. */
    private static final Pattern NAMES = Pattern
            .compile("Meander|Linux|macOS|Windows|seccomp|Landlock|sandbox-exec|MiB|TFLOP|PyTorch"
                    + "|NumPy|Git LFS|git lfs pull|ONNX|TorchScript|F32|F16|TensorFlow Lite|TensorFlow|SavedModel|Keras|HDF5|tf2onnx|--tflite|Python|opset|forward"
                    + "|torch\\.[a-z.]+\\(model\\.state_dict\\(\\)|torch\\.[a-z.]+|state_dict|\\.[a-z]+|\\[\\d,HW]+\\]|\\b[wz]\\b");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{2,}");
    private static final Pattern GAP = Pattern.compile("\\{(\\d)[^}]*\\}");

    @TempDir
    private Path folder;

    static Stream<Phrase.Key> keys() {
        return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("meander")
                .stream().filter(type -> type.isEnum() && type.isAssignableTo(Phrase.Key.class)).map(JavaClass::reflect)
                .flatMap(type -> Arrays.stream(type.getEnumConstants())).map(Phrase.Key.class::cast);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everyReasonIsInEveryLanguage(Phrase.Key key) {
        String english = new Messages(Locale.ENGLISH).textOr(key.key(), "");
        String chinese = CHINESE.textOr(key.key(), "");
        assertThat(gaps(english)).as(english).isEqualTo(gaps(key.pattern()));
        assertThat(chinese).isNotBlank().isNotEqualTo(english);
        assertThat(gaps(key.pattern())).containsAll(gaps(chinese));
        new MessageFormat(chinese, Locale.SIMPLIFIED_CHINESE);
        assertThat(words(GAP.matcher(chinese).replaceAll(""))).as(chinese).isEmpty();
    }

    @Test
    void theReasonsAreFound() {
        assertThat(keys()).contains(Rejected.Reason.DOES_NOT_FIT, RenderFault.DRAWING_MEMORY, ProgramFault.TOO_LONG,
                TensorDifference.MISSING, Technical.REMARK);
    }

    /** Only what an engine said itself is quoted. */
    @Test
    void phrasesWithinPhrasesAreTranslatedToo() {
        Phrase fault = RenderFault.DRAWING_ENGINE.with(ProgramFault.ENDED_SAYING.with(9, "killed"));
        assertThat(fault.english())
                .isEqualTo("The engine could not draw this picture (it ended the process (status 9, killed)).");
        assertThat(words(IN_CHINESE.say(Message.of(fault)))).containsExactly("killed");
        Rejected trial = Rejected.because(Rejected.Reason.TRIAL_FAILED, "网络.onnx", ProgramFault.TOO_MUCH_MEMORY.with(4096L));
        assertThat(words(IN_CHINESE.say(Message.of(trial)))).isEmpty();
        Rejected misfit = Rejected.because(Rejected.Reason.DOES_NOT_FIT, "某网络", 2, TensorDifference.TWO
                .with(TensorDifference.MISSING.with("b", "[3]"), TensorDifference.OTHER_SHAPE.with("c", "[1]", "[2]")));
        assertThat(words(IN_CHINESE.say(Message.of(misfit)))).isEmpty();
    }

    /** As the readers and the families refuse them. */
    @Test
    void filesThatAreRefusedAreRefusedInChinese() throws IOException {
        Path fixtures = Path.of("../models/src/test/resources/fixtures");
        byte[] whole = Files.readAllBytes(fixtures.resolve("biggan32_mybn_standing.pth"));
        for (int length : List.of(0, 2, 700, whole.length / 2, whole.length - 10))
            refused(Arrays.copyOf(whole, length));
        byte[] pickle = Files.readAllBytes(fixtures.resolve("tf_progan_32.pkl"));
        for (int at = 30; at < 3000; at += 150) {
            byte[] damaged = pickle.clone();
            damaged[at] ^= 0x55;
            refused(damaged);
        }
        refused("<!DOCTYPE html><html></html>".getBytes());
        refused("version https://git-lfs.github.com/spec/v1\noid sha256:1\n".getBytes());
    }

    private void refused(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("文件"), content);
        if (!(Families.installed().open(file, Map.of(), _ -> {}, () -> false) instanceof OpenResult.Refused(Rejected why)))
            return;
        String said = IN_CHINESE.say(Message.of(why));
        // Names in the file are names.
        String own = why.details().stream().filter(String.class::isInstance).map(String.class::cast).reduce(said,
                (left, name) -> left.replace(name, ""));
        assertThat(words(why.details().stream().anyMatch(Phrase.class::isInstance) ? "" : own)).as(said).isEmpty();
    }

    private static List<String> words(String text) {
        return WORD.matcher(NAMES.matcher(text).replaceAll("")).results().map(match -> match.group()).toList();
    }

    private static TreeSet<String> gaps(String pattern) {
        return GAP.matcher(pattern).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
