package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each instruction and each allowed name makes of itself, seen as a fact beside a tensor. */
class PickleValuesTest {
    private static final long[] ONE = {1};

    @TempDir
    private Path folder;

    private static PickleAssembler p() {
        return new PickleAssembler();
    }

    private static PickleAssembler dtype(String code, String order) {
        return p().stackGlobal("numpy", "dtype").text(code).op(0x89, 0x88, 0x87, 'R').op('(').number(3).text(order).ops("NNNtb");
    }

    static Stream<Arguments> values() {
        byte[] half = {0, 0, 0, 0, 0, 0, (byte) 0xe0, 0x3f};
        byte[] halfBig = {0x3f, (byte) 0xe0, 0, 0, 0, 0, 0, 0};
        byte[] dtypeF8 = dtype("f8", "<").bytes(), dtypeF8Big = dtype("f8", ">").bytes(), dtypeI4 = dtype("i4", "<").bytes();
        return Stream.of(Arguments.of("None", p().op('N'), null), //
                Arguments.of("true", p().op(0x88), true), //
                Arguments.of("one byte", p().op('K', 200), 200L), //
                Arguments.of("two bytes", p().op('M', 0xff, 0xff), 65535L), //
                Arguments.of("four bytes", p().op('J').le32(-3), -3L), //
                Arguments.of("empty LONG1", p().op(0x8a, 0), 0L), //
                Arguments.of("negative LONG1", p().op(0x8a, 1, 0xff), -1L), //
                Arguments.of("large LONG1", p().op(0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1), BigInteger.TWO.pow(64)), //
                Arguments.of("LONG4", p().op(0x8b).le32(2).op(0, 1), 256L), //
                Arguments.of("float", p().real(-0.5), -0.5), //
                Arguments.of("protocol 0 int", p().ops("I42\n"), 42L), //
                Arguments.of("protocol 0 bool", p().ops("I01\n"), true), //
                Arguments.of("protocol 0 long", p().ops("L-42L\n"), -42L), //
                Arguments.of("protocol 0 float", p().ops("F1.5\n"), 1.5), //
                Arguments.of("protocol 0 string", p().ops("S'it\\'s \\x41\\n'\n"), "it's A\n"), //
                Arguments.of("protocol 0 unicode", p().ops("V\\u00e9\\U0001f600\\n\n"), "é😀\\n"), //
                Arguments.of("protocol 0 list", p().ops("(I1\nI2\nl"), List.of(1L, 2L)), //
                Arguments.of("protocol 0 dict", p().ops("(S'a'\nI1\nd"), Map.of("a", 1L)), //
                Arguments.of("protocol 0 memo", p().ops("(I7\np5\ng5\nl"), List.of(7L, 7L)), //
                Arguments.of("Python 2 string", p().op('U', 2, 'h', 0xe9), "hé"), //
                Arguments.of("unicode", p().text("é"), "é"), //
                Arguments.of("long unicode", p().op(0x8d).le64(2).ops("ab"), "ab"), //
                Arguments.of("tuple", p().numbers(1, 2), List.of(1L, 2L)), //
                Arguments.of("set", p().op(0x8f, '(', 'K', 1, 0x90), List.of(1L)), //
                Arguments.of("frozenset", p().op('(', 'K', 1, 0x91), List.of(1L)), //
                Arguments.of("set by name", p().global("__builtin__", "set").ops("]K\1a").op(0x85, 'R'), List.of(1L)), //
                Arguments.of("popped mark", p().ops("K\5(NN1"), 5L), //
                Arguments.of("popped value", p().ops("K\5N0"), 5L), //
                Arguments.of("doubled value", p().ops("(K\0052t"), List.of(5L, 5L)), //
                Arguments.of("dict in order",
                        p().global("collections", "OrderedDict").op(']').op('(').text("a").number(1).op('t', 'a').callWithTop(),
                        Map.of("a", 1L)), //
                Arguments.of("EasyDict", p().global("dnnlib.util", "EasyDict").op(')', 0x81, '(').text("a").number(1).op('u'),
                        Map.of("a", 1L)), //
                Arguments.of("keys that are numbers", p().op('}').number(3).text("x").op('s'), Map.of("3", "x")), //
                Arguments.of("Namespace", p().global("argparse", "Namespace").op(')', 0x81, '}').text("lr").real(0.1).ops("sb"),
                        Map.of("lr", 0.1)), //
                Arguments.of("path", p().global("pathlib", "PosixPath").op('(').text("/").text("data").text("x").ops("tR"),
                        "/data/x"), //
                Arguments.of("torch.Size", p().global("torch", "Size").numbers(2, 3).callWithTop(), List.of(2L, 3L)), //
                Arguments.of("torch.device", p().global("torch", "device").text("cuda").callWithTop(), "cuda"), //
                Arguments.of("torch dtype", p().global("torch", "float16"), "torch.float16"), //
                Arguments.of("NumPy scalar",
                        p().stackGlobal("numpy.core.multiarray", "scalar").raw(dtypeF8).op('C', 8).raw(half).op(0x86, 'R'), 0.5), //
                Arguments.of("NumPy 2 scalar",
                        p().stackGlobal("numpy._core.multiarray", "scalar").raw(dtypeF8).op('C', 8).raw(half).op(0x86, 'R'), 0.5), //
                Arguments.of("big-endian scalar",
                        p().stackGlobal("numpy.core.multiarray", "scalar").raw(dtypeF8Big).op('C', 8).raw(halfBig).op(0x86, 'R'),
                        0.5), //
                Arguments.of("scalar of protocol 2",
                        p().stackGlobal("numpy.core.multiarray", "scalar").raw(dtypeI4).global("_codecs", "encode")
                                .text("\u00ff\u0000\u0000\u0000").text("latin1").op(0x86, 'R', 0x86, 'R'),
                        255L), //
                Arguments.of("array in a list",
                        p().op(']').stackGlobal("numpy.core.multiarray", "_reconstruct").stackGlobal("numpy", "ndarray")
                                .op('K', 0, 0x85, 'C', 1, 'b', 0x87, 'R').op('(').number(1).numbers(2).raw(dtypeI4).op(0x89)
                                .bytes(new byte[]{1, 0, 0, 0, 2, 0, 0, 0}).ops("tba"),
                        List.of(List.of(1L, 2L))), //
                Arguments.of("array of protocol 5",
                        p().op(']').stackGlobal("numpy._core.numeric", "_frombuffer").op('(', 0x96).le64(8)
                                .raw(new byte[]{1, 0, 0, 0, 2, 0, 0, 0}).raw(dtypeI4).numbers(1, 2).text("C").ops("tRa"),
                        List.of(List.of(List.of(1L, 2L)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void becomePlain(String what, PickleAssembler value, Object expected) throws IOException {
        byte[] object = TorchFiles.join(PickleAssembler.protocol(4).op('}', '(').text("w")
                .tensor("FloatStorage", "0", 1, 0, ONE, ONE).text("fact").bytes(), value.op('u').stop());

        Checkpoint checkpoint = CheckpointFixtures
                .open(Files.write(folder.resolve("a.pt"), TorchFiles.zip(object, Map.of("0", TorchFiles.floats(1)))));

        assertThat(checkpoint.facts()).containsEntry("fact", expected);
    }

    @Test
    void tensorsOfProtocol2PicklesAreReadFromTheTextThatHoldsTheirBytes() throws IOException {
        // Without bytes, Python 3 spells the nested stream as a Latin 1 string in UTF-8.
        byte[] storage = TorchFiles.legacy(PickleAssembler.protocol(2).storageId("FloatStorage", "0", 2).op('Q').stop(), "0", 2,
                TorchFiles.floats(1.5f, -2));
        byte[] file = PickleAssembler.protocol(2).op('}').text("w").global("torch._utils", "_rebuild_tensor_v2").op('(') //
                .global("torch.storage", "_load_from_bytes").global("_codecs", "encode")
                .text(new String(storage, StandardCharsets.ISO_8859_1)).text("latin1").op(0x86, 'R', 0x85, 'R').number(0)
                .numbers(2).numbers(1).op(0x89).emptyOrderedDict().ops("tRs").stop();

        Checkpoint checkpoint = CheckpointFixtures.open(Files.write(folder.resolve("two.pkl"), file));

        assertThat(checkpoint.networks().get("").tensors().get("w").floats()).containsExactly(1.5f, -2);
    }

    @Test
    void arraysInADictAreTensorsAndFortranOrderIsHonoured() throws IOException {
        byte[] file = PickleAssembler.protocol(5).op('}').text("w").stackGlobal("numpy._core.numeric", "_frombuffer")
                .op('(', 0x96).le64(4).op(1, 2, 3, 4).raw(dtype("u1", "|").bytes()).numbers(2, 2).text("F").ops("tRs").stop();

        StoredTensor tensor = CheckpointFixtures.open(Files.write(folder.resolve("arrays.pkl"), file)).networks().get("")
                .tensors().get("w");

        assertThat(tensor).hasToString("U8[2, 2]");
        assertThat(tensor.floats()).containsExactly(1, 3, 2, 4);
    }
}
