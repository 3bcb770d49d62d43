package meander.models.checkpoint;

import static meander.models.checkpoint.OnnxFiles.attribute;
import static meander.models.checkpoint.OnnxFiles.elsewhere;
import static meander.models.checkpoint.OnnxFiles.generator;
import static meander.models.checkpoint.OnnxFiles.ints;
import static meander.models.checkpoint.OnnxFiles.model;
import static meander.models.checkpoint.OnnxFiles.node;
import static meander.models.checkpoint.OnnxFiles.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.graph.onnx.Protobuf;

/** ONNX files made to do harm: to read the files of others, to run for ever, to fill the memory. None gets as far as an engine. */
class HostileOnnxTest {
    private static final long[] TWO = {2};

    @TempDir
    private Path home;
    private Path folder;
    private Path secret;

    /** A secret of the right size lies where the file must not reach. */
    @BeforeEach
    void hide() throws IOException {
        folder = Files.createDirectory(home.resolve("models"));
        secret = Files.write(home.resolve("secret"), new byte[8]);
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("net.onnx"), content);
    }

    private static byte[] outside(String... entries) {
        return model(generator(graph -> graph.message(5, elsewhere("w", TWO, entries))));
    }

    // Numbers of files that are nobody's business

    @ParameterizedTest
    @ValueSource(strings = {
            // Up and out.
            "../secret",
            // Down first.
            "deep/../../secret", "./../secret",
            // As Windows writes it, on a system that takes it for a name.
            "..\\secret", "deep\\..\\..\\secret",
            // From the root, of whatever system.
            "/etc/hostname", "\\\\server\\share\\secret", "C:\\Windows\\win.ini", "c:secret",
            // The folder itself, and nothing at all.
            ".", "",
            // A name that no file has.
            "a\0b", "/dev/zero", "/proc/self/environ"})
    void readsNothingOutsideOfItsFolder(String location) throws IOException {
        assertThat(CheckpointFixtures.refuse(write(outside("location", location))).reason()).isEqualTo(Reason.OUTSIDE_FOLDER);
    }

    @Test
    void readsNothingByAnAbsolutePathToASecretOfTheRightSize() throws IOException {
        assertThat(CheckpointFixtures.refuse(write(outside("location", secret.toString()))).reason())
                .isEqualTo(Reason.OUTSIDE_FOLDER);
    }

    /** Another name in the folder for a file elsewhere. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void followsNoSymbolicLink() throws IOException {
        Files.createSymbolicLink(folder.resolve("weights"), secret);
        assertThat(CheckpointFixtures.refuse(write(outside("location", "weights"))).reason()).isEqualTo(Reason.OUTSIDE_FOLDER);
        Files.createSymbolicLink(folder.resolve("deep"), home);
        assertThat(CheckpointFixtures.refuse(write(outside("location", "deep/secret"))).reason())
                .isEqualTo(Reason.OUTSIDE_FOLDER);
    }

    /** As a symbolic link, but no look at the path tells. */
    @Test
    void followsNoHardLink() throws IOException {
        assumeTrue(home.getFileSystem().supportedFileAttributeViews().contains("unix"),
                "file systems have no special files here");
        Files.createLink(folder.resolve("weights"), secret);
        assertThat(CheckpointFixtures.refuse(write(outside("location", "weights"))).reason()).isEqualTo(Reason.OUTSIDE_FOLDER);
    }

    @Test
    void saysWhichFileIsMissing() throws IOException {
        assertThat(CheckpointFixtures.refuse(write(outside("location", "net.onnx.data"))))
                .isEqualTo(Rejected.because(Reason.MISSING_BESIDE, "net.onnx.data"));
    }

    static Stream<Arguments> extents() {
        return Stream.of(
                // Behind the end, by itself and by an addition that overflows.
                Arguments.of((Object) new String[]{"offset", "9"}),
                Arguments.of((Object) new String[]{"offset", "8", "length", "9223372036854775807"}),
                Arguments.of((Object) new String[]{"offset", "4", "length", "8"}),
                Arguments.of((Object) new String[]{"offset", "-1"}),
                Arguments.of((Object) new String[]{"offset", "99999999999999999999"}),
                // Less than the shape needs: the rest would be what lies in the memory behind it.
                Arguments.of((Object) new String[]{"length", "4"}),
                // One place for this reader, another for the next.
                Arguments.of((Object) new String[]{"location", "../secret"}));
    }

    @ParameterizedTest
    @MethodSource("extents")
    void readsNothingThatIsNotThere(String[] entries) throws IOException {
        Files.write(folder.resolve("weights"), new byte[8]);
        String[] all = Stream.concat(Stream.of("location", "weights"), Arrays.stream(entries)).toArray(String[]::new);
        assertThat(CheckpointFixtures.refuse(write(outside(all))).reason()).isEqualTo(Reason.MALFORMED);
    }

    /** Where an engine looks as well, and few others do. */
    @Test
    void hidesNoSuchTensorInAnAttributeOrABranch() throws IOException {
        Files.write(folder.resolve("weights"), new byte[8]);
        Consumer<Protobuf> tensor = elsewhere("w", TWO, "location", "weights");
        assertThat(CheckpointFixtures.refuse(write(model(generator(
                graph -> node(graph, "Constant", "", "w", attribute("value", attribute -> attribute.message(5, tensor)))))))
                .reason()).isEqualTo(Reason.OUTSIDE_FOLDER);
        assertThat(CheckpointFixtures
                .refuse(write(model(generator(graph -> node(graph, "If", "z", "w",
                        attribute("then_branch", attribute -> attribute.message(6, branch -> branch.message(5, tensor))))))))
                .reason()).isEqualTo(Reason.OUTSIDE_FOLDER);
    }

    @Test
    void plainNumbersBesideItAreFound() throws IOException {
        Files.createDirectory(folder.resolve("deep"));
        Files.write(folder.resolve("deep").resolve("weights"), new byte[16]);
        Path file = write(outside("location", "deep/weights", "offset", "4", "length", "8"));
        assertThat(Checkpoints.open(file)).isInstanceOfSatisfying(ForeignModel.class,
                program -> assertThat(program.apart()).singleElement().satisfies(apart -> {
                    assertThat(apart.name()).isEqualTo("w");
                    assertThat(List.of(apart.bytes().position(), apart.bytes().length())).containsExactly(4L, 8L);
                }));
    }

    // Graphs that do not end or do not fit

    static Stream<Arguments> programs() {
        Consumer<Protobuf> huge = ints("huge", 1L << 20, 1L << 20, 4);
        Protobuf deep = new Protobuf();
        for (int level = 0; level < 200; level++) {
            Protobuf inner = deep;
            deep = new Protobuf();
            node(deep, "If", "z", "v" + level, attribute("then_branch", attribute -> attribute.bytes(6, inner.toByteArray())));
        }
        byte[] tower = deep.toByteArray();
        return Stream.of(
                // Each waits for the other; itself; by way of a branch.
                Arguments.of("circle of two", model(generator(graph -> {
                    node(graph, "Neg", "b", "a");
                    node(graph, "Neg", "a", "b");
                })), Reason.PROGRAM_FAULT),
                Arguments.of("circle of one", model(generator(graph -> node(graph, "Neg", "a", "a"))), Reason.PROGRAM_FAULT),
                Arguments
                        .of("circle through a branch",
                                model(generator(graph -> node(graph, "If", "z", "a", attribute("then_branch",
                                        attribute -> attribute.message(6, branch -> node(branch, "Neg", "a", "inner")))))),
                                Reason.PROGRAM_FAULT),
                // Reads what is not there, or is there twice.
                Arguments.of("out of nowhere", model(generator(graph -> node(graph, "Neg", "nowhere", "a"))),
                        Reason.PROGRAM_FAULT),
                Arguments.of("two makers", model(generator(graph -> node(graph, "Neg", "z", "picture"))), Reason.PROGRAM_FAULT),
                Arguments.of("output of nothing", model(generator(graph -> value(graph, 12, "nothing", 1))),
                        Reason.PROGRAM_FAULT),
                // Goes round for ever, in the graph, in a branch and in a function.
                Arguments.of("endless loop", model(
                        generator(graph -> node(graph, "Loop", ",", "a"))), Reason.OPERATION_NOT_ALLOWED),
                Arguments.of("endless loop in a branch",
                        model(generator(graph -> node(graph, "If", "z", "a",
                                attribute("then_branch",
                                        attribute -> attribute.message(6, branch -> node(branch, "Scan", "z", "b")))))),
                        Reason.OPERATION_NOT_ALLOWED),
                // Runs what somebody has installed.
                Arguments.of("operation of a stranger",
                        model(generator(graph -> node(graph, "Run", "z", "a", node -> node.text(7, "evil")))),
                        Reason.OPERATION_NOT_ALLOWED),
                // A terabyte of zeros from a few bytes, in all the ways there are.
                Arguments.of("giant constant", model(generator(graph -> {
                    graph.message(5, huge);
                    node(graph, "ConstantOfShape", "huge", "a");
                })), Reason.TOO_LARGE), Arguments.of("giant constant of a constant", model(generator(graph -> {
                    node(graph, "Constant", "", "s", attribute("value", attribute -> attribute.message(5, huge)));
                    node(graph, "Expand", "z,s", "a");
                })), Reason.TOO_LARGE),
                Arguments.of("giant noise",
                        model(generator(graph -> node(graph, "RandomNormal", "", "a",
                                attribute("shape", attribute -> attribute.number(8, 1 << 20).number(8, 1 << 20))))),
                        Reason.TOO_LARGE),
                Arguments.of("giant sparse tensor",
                        model(generator(graph -> graph.message(15, sparse -> sparse.number(3, 1L << 40)))), Reason.TOO_LARGE),
                Arguments.of("giant input", model(generator(graph -> value(graph, 11, "x", 1L << 31, 1L << 31, 4))),
                        Reason.TOO_LARGE),
                // Sizes whose product is 0 once it has overflown.
                Arguments.of("overflow",
                        model(generator(graph -> graph.message(5,
                                tensor -> tensor.number(1, 1L << 32).number(1, 1L << 32).number(2, 1).text(8, "w")))),
                        Reason.TOO_LARGE),
                Arguments.of("negative size",
                        model(generator(graph -> graph.message(5, tensor -> tensor.number(1, -1).number(2, 1).text(8, "w")))),
                        Reason.MALFORMED),
                // Less numbers than the shape says: what lies behind them in memory would be shown.
                Arguments.of("numbers that are missing",
                        model(generator(graph -> graph.message(5,
                                tensor -> tensor.number(1, 1000).number(2, 1).text(8, "w").bytes(9, new byte[4])))),
                        Reason.MALFORMED),
                Arguments.of("typed numbers that are missing",
                        model(generator(graph -> graph.message(5,
                                tensor -> tensor.number(1, 1000).number(2, 1).text(8, "w").real(4, 1f)))),
                        Reason.MALFORMED),
                Arguments.of("numbers of no type",
                        model(generator(graph -> graph.message(5, tensor -> tensor.number(1, 0).number(2, 99).text(8, "w")))),
                        Reason.MALFORMED),
                // Nesting that would overflow the stack of whoever walks it.
                Arguments.of("tower of branches",
                        model(generator(graph -> node(graph, "If", "z", "a",
                                attribute("then_branch", attribute -> attribute.bytes(6, tower))))),
                        Reason.TOO_LARGE),
                // A function without end, and one that is two to the fortieth steps.
                Arguments.of("function that calls itself",
                        model(generator(graph -> call(graph, "f0")), all -> function(all, "f0", "f0", "mine")),
                        Reason.PROGRAM_FAULT),
                Arguments.of("billion laughs", model(generator(graph -> call(graph, "f0")), all -> {
                    for (int i = 0; i < 40; i++)
                        function(all, "f" + i, "f" + (i + 1), "mine");
                    function(all, "f40", "Neg", "");
                }), Reason.TOO_LARGE));
    }

    private static void call(Protobuf graph, String function) {
        node(graph, function, "z", "a", node -> node.text(7, "mine"));
    }

    private static void function(Protobuf model, String name, String called, String domain) {
        model.message(25, function -> {
            function.text(1, name).text(4, "x").text(5, "y").text(10, "mine");
            for (int i = 0; i < 2; i++)
                function.message(7, node -> node.text(1, "x").text(2, "y").text(4, called).text(7, domain));
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void isRefusedBeforeAnythingRuns(String name, byte[] content, Reason reason) throws IOException {
        assertThat(CheckpointFixtures.refuse(write(content)).reason()).isEqualTo(reason);
        assertThat(Files.readAllBytes(secret)).containsOnly(0);
    }

    @Test
    void stepsMayStandInAnyOrder() throws IOException {
        assertThat(Checkpoints.open(write(model(generator(graph -> {
            node(graph, "Neg", "a", "b");
            node(graph, "Neg", "z", "a");
        }))))).isInstanceOf(ForeignModel.class);
    }

    // Bytes that are no message

    static Stream<Arguments> bytes() {
        byte[] good = model(generator(_ -> {}));
        return Stream.of(
                // A number of eleven bytes, and one whose tenth has bits that no long has.
                Arguments.of("endless number", joined(good, "80".repeat(11) + "01"), Reason.MALFORMED),
                Arguments.of("number beyond a long", joined(good, "20" + "ff".repeat(9) + "7f"), Reason.MALFORMED),
                // Lengths: of 2^63, behind the end of the file, behind the end of what is around it.
                Arguments.of("negative length", joined(good, "3a" + "ff".repeat(9) + "01"), Reason.MALFORMED),
                Arguments.of("length behind the file", joined(good, "127f00"), Reason.TRUNCATED),
                Arguments.of("length behind its message",
                        joined(new Protobuf().number(1, 8).bytes(7, hex("12ff01")).toByteArray(), "00".repeat(300)),
                        Reason.MALFORMED),
                // Field 0, a group, an unknown kind of value.
                Arguments.of("field without a number", joined(good, "0201"), Reason.MALFORMED),
                Arguments.of("group", joined(good, "3b3c"), Reason.MALFORMED),
                Arguments.of("kind 7", joined(good, "3f"), Reason.MALFORMED),
                // A number where a message should be.
                Arguments.of("graph that is a number", new Protobuf().number(1, 8).number(7, 1).toByteArray(), Reason.MALFORMED),
                // One graph for this reader, another for the next.
                Arguments.of("two graphs", model(generator(_ -> {}), all -> all.message(7, generator(_ -> {}))),
                        Reason.MALFORMED),
                Arguments.of("no graph", new Protobuf().number(1, 8).text(2, "x").toByteArray(), Reason.NO_NETWORK));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bytes")
    void isNoMessage(String name, byte[] content, Reason reason) throws IOException {
        assertThat(CheckpointFixtures.refuse(write(content)).reason()).isEqualTo(reason);
    }

    private static byte[] hex(String digits) {
        return java.util.HexFormat.of().parseHex(digits);
    }

    private static byte[] joined(byte[] start, String digits) {
        byte[] end = hex(digits);
        return ByteBuffer.allocate(start.length + end.length).order(ByteOrder.LITTLE_ENDIAN).put(start).put(end).array();
    }

    /** Files that end early never open; one wrong byte may go unnoticed. Neither throws, and no sentence is broken. */
    @Test
    void aDamagedFileIsAnAnswer() throws IOException {
        byte[] good = model(generator(graph -> graph.message(5, ints("w", 1, 2, 3))));
        for (int end = 1; end < good.length - 60; end += 3) // the end is a list of versions, which may be shorter
            CheckpointFixtures.refuse(write(Arrays.copyOf(good, end)));
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            byte[] wrong = good.clone();
            wrong[2 + random.nextInt(wrong.length - 2)] ^= (byte) (1 << random.nextInt(8));
            if (Checkpoints.open(write(wrong)) instanceof Rejected why)
                assertThat(why.sentence()).matches("[^\\p{Cntrl}]{20,400}\\.");
        }
    }
}
