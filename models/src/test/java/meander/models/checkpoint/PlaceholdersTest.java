package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.checkpoint.Rejected.Reason;

/** Objects beside the weights of a network: they neither run nor stand in the way. */
class PlaceholdersTest {
    private static final long[] ONE = {1};
    private static final String MARKER = "meander-was-here-too";

    /** What a pickle could wake if names led to classes of the machine that reads it. */
    static final class Canary {
        static {
            System.setProperty(MARKER, "sings");
        }
    }

    @TempDir
    private Path folder;

    private static PickleAssembler p(int protocol) {
        return PickleAssembler.protocol(protocol);
    }

    private static PickleAssembler p() {
        return new PickleAssembler();
    }

    private static Path bystander(String name) {
        return CheckpointFixtures.path("README.md").getParent().resolveSibling("bystanders").resolve(name);
    }

    static List<Path> bystanders() throws IOException {
        try (Stream<Path> files = Files.list(bystander(""))) {
            return files.filter(file -> file.toString().endsWith(".pth")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("bystanders")
    void whatATrainingLeavesBesideItsWeightsIsNoHindrance(Path file) {
        boolean alone = file.endsWith("control.pth");
        Checkpoint checkpoint = CheckpointFixtures.open(file);

        assertThat(numbers(checkpoint.networks().get(alone ? "" : "G")))
                .isEqualTo(numbers(CheckpointFixtures.open(bystander("control.pth")).networks().get("")));
        if (!alone) assertThat(checkpoint.facts()).containsEntry("epoch", 3L);
    }

    private static Map<String, List<Float>> numbers(StateDict network) {
        Map<String, List<Float>> numbers = new LinkedHashMap<>();
        network.tensors().forEach((name, tensor) -> {
            float[] floats = tensor.floats();
            Float[] boxed = new Float[floats.length];
            for (int i = 0; i < boxed.length; i++)
                boxed[i] = floats[i];
            numbers.put(name, List.of(boxed));
        });
        return numbers;
    }

    static Stream<Arguments> programs() {
        String touch = "touch " + MARKER;
        return Stream.of(Arguments.of("os.system", p().global("os", "system").text(touch).callWithTop()),
                Arguments.of("subprocess.Popen made", p().global("subprocess", "Popen").text(touch).op(0x85, 0x81)),
                Arguments.of("with keywords",
                        p().global("subprocess", "Popen").op(')').op('}').text("args").text(touch).op('s', 0x92)),
                Arguments.of("builtins.eval",
                        p().stackGlobal("builtins", "eval").text("open('" + MARKER + "','w')").callWithTop()),
                Arguments.of("a call of what a call gave",
                        p().stackGlobal("builtins", "getattr").global("os", "path").text("system").op(0x86, 'R').text(touch)
                                .callWithTop()),
                Arguments.of("INST", p().op('(').text(touch).ops("ios\nsystem\n")),
                Arguments.of("OBJ", p().op('(').global("os", "system").text(touch).op('o')),
                Arguments.of("an argument of what is known",
                        p().global("collections", "OrderedDict").global("os", "system").text(touch).callWithTop().callWithTop()),
                Arguments.of("a state",
                        p().global("os", "system").op(')', 0x81).op('}').text("command").text(touch).op('s', 'b')),
                Arguments.of("a class of this very program",
                        p().stackGlobal("meander.models.checkpoint", "PlaceholdersTest$Canary").op(')', 'R').op('}', 'b')),
                Arguments.of("java.lang.Runtime.exec", p().stackGlobal("java.lang.Runtime", "exec").text(touch).callWithTop()),
                Arguments.of("a key", p().op('}').global("os", "system").text(touch).callWithTop().op('N', 's')),
                Arguments.of("items and elements",
                        p().global("os", "environ").op(')', 0x81).text("PATH").text(touch).op('s').text(touch).op('a')),
                Arguments.of("a type of numbers that may only be named",
                        p().global("torch", "FloatStorage").number(1L << 40).callWithTop()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void aCallBesideTheWeightsIsNotMade(String what, PickleAssembler call) throws IOException {
        byte[] object = TorchFiles.join(p(2).op('}', '(').text("w").tensor("FloatStorage", "0", 1, 0, ONE, ONE).text("x").bytes(),
                call.bytes(), p().op('u').stop());
        for (byte[] content : new byte[][]{TorchFiles.legacy(object, "0", 1, TorchFiles.floats(7)),
                TorchFiles.zip(object, Map.of("0", TorchFiles.floats(7)))}) {
            Checkpoint checkpoint = CheckpointFixtures.open(write(content));
            assertThat(checkpoint.networks().get("").tensors().get("w").floats()).containsExactly(7);
        }
        assertThat(Path.of(MARKER)).doesNotExist();
        assertThat(folder.resolve(MARKER)).doesNotExist();
        assertThat(System.getProperty(MARKER)).isNull();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("network.pth"));
        }
    }

    @Test
    void aTensorOfAnUnknownKindAmongTheWeightsIsRefusedByItsName() throws IOException {
        byte[] object = p(2).op('}', '(').text("w").tensor("FloatStorage", "0", 1, 0, ONE, ONE).text("v")
                .global("torch._utils", "_rebuild_qtensor").storageId("FloatStorage", "0", 1).op('Q', 0x85, 'R').op('u').stop();

        assertThat(CheckpointFixtures.refuse(write(TorchFiles.zip(object, Map.of("0", TorchFiles.floats(7))))))
                .isEqualTo(Rejected.because(Reason.GLOBAL_NOT_ALLOWED, "torch._utils._rebuild_qtensor"));
    }

    @Test
    void aTensorWithAttributesIsATensor() throws IOException {
        byte[] object = p(2).op('}').text("w").global("torch._tensor", "_rebuild_from_type_v2").op('(')
                .global("torch._utils", "_rebuild_tensor_v2").global("mine", "NamedTensor").op('(')
                .storageId("FloatStorage", "0", 2).op('Q').number(0).numbers(2).numbers(1).op(0x89).emptyOrderedDict().op('t')
                .op('}').text("tag").text("x").op('s').ops("tRs").stop();
        byte[] content = TorchFiles.zip(object, Map.of("0", TorchFiles.floats(7, 8)));

        assertThat(CheckpointFixtures.open(write(content)).networks().get("").tensors().get("w").floats()).containsExactly(7, 8);
    }

    @Test
    void weightsInADictOfAnUnknownClassAreRead() throws IOException {
        byte[] object = p(2).global("munch", "Munch").op(')', 0x81, '(').text("G").global("easydict", "EasyDict").op(')', 0x81)
                .text("w").tensor("FloatStorage", "0", 1, 0, ONE, ONE).op('s').text("d").number(1).op('u').stop();
        byte[] content = TorchFiles.zip(object, Map.of("0", TorchFiles.floats(7)));

        assertThat(CheckpointFixtures.open(write(content)).networks().get("G").tensors().get("w").floats()).containsExactly(7);
    }

    @Test
    void aTupleOrAListOfNetworksIsRead() throws IOException {
        byte[] object = p(2).op('(', '}').text("w").tensor("FloatStorage", "0", 1, 0, ONE, ONE).op('s').number(7).op('t').stop();
        byte[] pairs = p(2).op(']', '(').text("w").tensor("FloatStorage", "0", 1, 0, ONE, ONE).op(0x86, 'e').stop();

        assertThat(opened(object).networks().get("0").tensors().get("w").floats()).containsExactly(7);
        assertThat(opened(pairs).networks().get("").tensors().get("w").floats()).containsExactly(7);
    }

    private Checkpoint opened(byte[] object) {
        return CheckpointFixtures.open(write(TorchFiles.zip(object, Map.of("0", TorchFiles.floats(7)))));
    }

    @Test
    void millionsOfPlaceholdersAreTooMany() throws IOException {
        PickleAssembler many = p(2).global("a", "b").op('q', 0, '0', ']', '(');
        for (int i = 0; i < 1_000_000; i++)
            many.op('h', 0, ')', 'R');

        assertThat(CheckpointFixtures.refuse(write(many.op('e').stop())).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    private Path write(byte[] content) {
        try {
            return Files.write(folder.resolve("network.pth"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
