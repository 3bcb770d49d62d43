package meander.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import meander.app.shell.Workspaces;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README tells people to type exists, and it tells the same in every language. */
class ReadmeTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    static Stream<String> calls() throws IOException {
        return typed("meander ");
    }

    static Stream<String> profiles() throws IOException {
        return typed("mvn ").flatMap(line -> Pattern.compile("-P ?(\\S+)").matcher(line).results())
                .flatMap(found -> Stream.of(found.group(1).split(","))).distinct();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isUnderstood(String line) {
        List<String> words = List.of(line.split("\\s+"));
        assertThatCode(() -> commands().parseArgs(words.subList(1, words.size()).toArray(String[]::new)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void isAProfile(String name) throws IOException {
        assertThat(Files.readString(ROOT.resolve("packaging/pom.xml"))).contains("<id>" + name + "</id>");
    }

    @Test
    void theChineseOneHasTheSameCommandsPicturesAndTables() throws IOException {
        assertThat(skeleton("README.zh-CN.md")).isEqualTo(skeleton("README.md"));
    }

    /** Commands without their comments, addresses of pictures, and for each row of a table its code and papers. */
    private static List<String> skeleton(String file) throws IOException {
        Pattern fact = Pattern.compile("^    [^#]*\\S|!\\[[^]]*]\\(([^)]+)\\)|^## |`[^`]+`|arXiv:\\S+");
        return Files.readAllLines(ROOT.resolve(file)).stream()
                .filter(line -> line.startsWith("    ") || line.startsWith("!") || line.startsWith("## ") || line.startsWith("|"))
                .map(line -> fact.matcher(line).results().map(found -> found.group(1) == null ? found.group() : found.group(1))
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    /** Between marks in the source lies what the guide for contributors shows of it. */
    @Test
    void theExampleOfAFamilyIsTheOneThatIsTested() throws IOException {
        String source = Files
                .readString(ROOT.resolve("models/src/test/java/meander/models/family/example/EigenfacesFamily.java"));
        List<String> pieces = Pattern.compile("    // CONTRIBUTING: the.*\\n([\\s\\S]*?)\\n    // CONTRIBUTING: end")
                .matcher(source).results().map(piece -> piece.group(1).stripIndent()).toList();
        assertThat(pieces).hasSize(3);
        assertThat(Files.readString(ROOT.resolve("CONTRIBUTING.md"))).contains(pieces);
    }

    @Test
    void everyVerbIsShown() throws IOException {
        List<String> shown = calls().map(line -> line.split("\\s+")[1]).toList();
        assertThat(shown).containsAll(commands().getSubcommands().keySet());
    }

    private static picocli.CommandLine commands() {
        CommandContext context = new CommandContext(System.out, System.err, false, new FakeEngine(),
                new WindowLauncher(Workspaces.ids(), (_, _) -> {
                    throw new AssertionError("nothing is run");
                }), () -> false);
        return new CommandLineInterface(context).commands(new MeanderCommand(context));
    }

    /** The lines of code that begin with a word, without their comments. */
    private static Stream<String> typed(String word) throws IOException {
        return Files.readAllLines(ROOT.resolve("README.md")).stream().filter(line -> line.startsWith("    " + word))
                .map(line -> line.replaceFirst("\\s#.*", "").strip());
    }
}
