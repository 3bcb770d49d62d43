package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import meander.models.checkpoint.Rejected.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files made to do harm: to run something, to hang, to fill the memory, to read what is not theirs. */
class HostilePickleTest {
    private static final long[] ONE = {1};
    private static final String MARKER = "meander-was-here";

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

    private static byte[] repeat(String codes, int times) {
        return codes.repeat(times).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A tensor, which makes a file worth opening, and beside it the value that {@code rest} leaves on the stack. */
    private static byte[] beside(PickleAssembler rest) {
        byte[] start = p(2).op('}', '(').text("w").tensor("FloatStorage", "0", 1, 0, ONE, ONE).text("x").bytes();
        return TorchFiles.legacy(TorchFiles.join(start, rest.op('u').stop()), "0", 1, TorchFiles.floats(1));
    }

    private static byte[] tensor(long elements, long offset, long[] size, long[] stride) {
        byte[] object = p(2).op('}').text("w").tensor("FloatStorage", "0", elements, offset, size, stride).op('s').stop();
        return TorchFiles.legacy(object, "0", elements, TorchFiles.floats(1, 2, 3, 4));
    }

    static Stream<Arguments> programs() {
        String touch = "touch " + MARKER;
        return Stream.of(
                // Runs a shell command, the way of every tutorial on this attack.
                Arguments.of("os.system", p(2).global("os", "system").text(touch).callWithTop().stop()),
                // What os.system is really called, which naive block lists forget.
                Arguments.of("posix.system", p(2).global("posix", "system").text(touch).callWithTop().stop()),
                Arguments.of("nt.system", p(4).stackGlobal("nt", "system").text(touch).callWithTop().stop()),
                // Runs Python from a string.
                Arguments.of("builtins.eval",
                        p(4).stackGlobal("builtins", "eval").text("open('" + MARKER + "','w')").callWithTop().stop()),
                Arguments.of("builtins.exec",
                        p(4).stackGlobal("builtins", "exec").text("open('" + MARKER + "','w')").callWithTop().stop()),
                Arguments.of("__builtin__.eval", p(2).global("__builtin__", "eval").text("1").callWithTop().stop()),
                // Reaches any attribute from an allowed name.
                Arguments.of("builtins.getattr",
                        p(4).stackGlobal("builtins", "getattr").global("torch", "device").text("x").op(0x86, 'R').stop()),
                Arguments.of("operator.attrgetter", p(4).stackGlobal("operator", "attrgetter").text("x").callWithTop().stop()),
                // Starts a process.
                Arguments.of("subprocess.Popen", p(2).global("subprocess", "Popen").text(touch).callWithTop().stop()),
                // Hides behind a dotted path into an allowed module.
                Arguments.of("torch.serialization.os.system",
                        p(4).stackGlobal("torch.serialization", "os.system").text(touch).callWithTop().stop()),
                // Loads and so runs other code.
                Arguments.of("torch.hub.load", p(4).stackGlobal("torch.hub", "load").text("x").callWithTop().stop()),
                Arguments.of("pickle.loads",
                        p(4).stackGlobal("pickle", "loads").bytes(p(2).global("os", "system").stop()).callWithTop().stop()),
                // A call inside the arguments of an allowed call.
                Arguments.of("os.system",
                        p(2).global("collections", "OrderedDict").global("os", "system").text(touch).callWithTop().callWithTop()
                                .stop()),
                // As a class rather than a function: NEWOBJ, INST, OBJ.
                Arguments.of("subprocess.Popen", p(2).global("subprocess", "Popen").text(touch).op(0x85, 0x81).stop()),
                Arguments.of("os.system", p(2).op('(').text(touch).ops("ios\nsystem\n").stop()),
                Arguments.of("os.system", p(2).op('(').global("os", "system").text(touch).op('o').stop()),
                // Names that only may be mentioned are not called either.
                Arguments.of("torch.FloatStorage", p(2).global("torch", "FloatStorage").number(1L << 40).callWithTop().stop()),
                Arguments.of("builtins.object", p(4).stackGlobal("builtins", "object").op(')', 'R').stop()),
                // Protocol 0 has no mark at its start.
                Arguments.of("os.system", "cos\nsystem\n(S'touch meander-was-here'\ntR.".getBytes(StandardCharsets.US_ASCII)),
                // A class of this very program.
                Arguments.of("meander.models.checkpoint.HostilePickleTest$Canary",
                        p(4).stackGlobal("meander.models.checkpoint", "HostilePickleTest$Canary").op(')', 'R').stop()),
                Arguments.of("java.lang.Runtime.exec",
                        p(4).stackGlobal("java.lang.Runtime", "exec").text(touch).callWithTop().stop()),
                // Inside the stream that a storage of NVlabs is.
                Arguments.of("os.system",
                        p(3).global("torch.storage", "_load_from_bytes")
                                .bytes(TorchFiles.join(TorchFiles.legacyHead(),
                                        p(2).global("os", "system").text(touch).callWithTop().stop()))
                                .callWithTop().stop()),
                // A nested stream that would nest for ever.
                Arguments.of("torch.storage._load_from_bytes",
                        p(3).global("torch.storage", "_load_from_bytes")
                                .bytes(p(3).global("torch.storage", "_load_from_bytes").bytes(new byte[0]).callWithTop().stop())
                                .callWithTop().stop()));
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("programs")
    void nothingIsRunAndTheNameIsTold(String name, byte[] content) throws IOException {
        for (byte[] file : new byte[][]{content, TorchFiles.zip(content, Map.of()),
                TorchFiles.join(TorchFiles.legacyHead(), content)}) {
            Rejected rejected = refuse(file);

            assertThat(rejected).isEqualTo(Rejected.because(Reason.GLOBAL_NOT_ALLOWED, name));
            assertThat(rejected.sentence()).contains("\"" + name + "\"").contains("nothing was run");
        }
        assertThat(Path.of(MARKER)).doesNotExist();
        assertThat(folder.resolve(MARKER)).doesNotExist();
        assertThat(System.getProperty(MARKER)).isNull();
    }

    static Stream<Arguments> damages() {
        byte[] self = p(2).ops("]q\0h\0a").stop();
        PickleAssembler laughs = new PickleAssembler().op(']', 'q', 0).number(1).op('a', '0');
        for (int level = 1; level < 12; level++)
            laughs.op(']', 'q', level, '(').ops(("h" + (char) (level - 1)).repeat(10)).op('e', '0');
        laughs.op('h', 11);
        byte[] deepList = repeat("]", 1_000_000), deepAppend = repeat("a", 999_999);
        return Stream.of(
                // Lists and dicts that contain themselves.
                Arguments.of("list in itself", self, Reason.NO_NETWORK),
                Arguments.of("list in itself as a fact", beside(new PickleAssembler().ops("]q\0h\0a")), Reason.TOO_LARGE),
                Arguments.of("dict in itself as a fact", beside(new PickleAssembler().ops("}q\0").text("a").ops("h\0s")),
                        Reason.TOO_LARGE),
                Arguments.of("dict at the top in itself", p(2).ops("}q\0").text("a").ops("h\0s").stop(), Reason.TOO_LARGE),
                Arguments.of("dict keyed by itself", p(2).ops("}q\0h\0Ns").stop(), Reason.MALFORMED),
                Arguments.of("set of itself", p(4).op(0x8f, 0x94, '(', 'h', 0, 0x90).stop(), Reason.MALFORMED),
                Arguments.of("dict keyed by a list", p(2).ops("}]Ns").stop(), Reason.MALFORMED),
                // A module that is its own child.
                Arguments.of("module in itself",
                        p(2).op('}', '(').text("w").global("torch_utils.persistence", "_reconstruct_persistent_obj").op('}', '(')
                                .text("class_name").text("G").text("state").op('}', 'q', 0, 'u', 0x85, 'R', 'q', 1, 'u', '0') //
                                .op('h', 0, '(').text("_parameters").op('}').text("_modules").op('}').text("again")
                                .op('h', 1, 's', 'u', '0').op('h', 1).stop(),
                        Reason.TOO_LARGE),
                // Ten to the eleventh values from a few hundred bytes.
                Arguments.of("billion laughs", beside(laughs), Reason.TOO_LARGE),
                // Nesting that would overflow the stack of whoever walks it.
                Arguments.of("a million lists", TorchFiles.join(p(2).bytes(), deepList, deepAppend, new byte[]{'.'}),
                        Reason.NO_NETWORK),
                Arguments.of("a million lists as a fact", beside(new PickleAssembler().raw(deepList).raw(deepAppend)),
                        Reason.TOO_LARGE),
                Arguments.of("a million tuples",
                        TorchFiles.join(p(2).op(')').bytes(), repeat("\u0085", 1_000_000), new byte[]{'.'}), Reason.NO_NETWORK),
                Arguments.of("a million marks", TorchFiles.join(p(2).bytes(), repeat("(", 1_000_000), new byte[]{'N', '.'}),
                        Reason.MALFORMED),
                Arguments.of("ten million values", TorchFiles.join(p(2).bytes(), repeat("N", 10_000_000)), Reason.TOO_LARGE),
                Arguments.of("millions of dicts", TorchFiles.join(p(2).bytes(), repeat("}", 3_900_000), new byte[]{'.'}),
                        Reason.TOO_LARGE),
                Arguments.of("millions of memos", TorchFiles.join(p(4).bytes(), repeat("N\u0094", 1_900_000), new byte[]{'.'}),
                        Reason.TOO_LARGE),
                // Integers whose conversion to text or arithmetic takes for ever.
                Arguments.of("LONG4 of a megabyte", p(2).op(0x8b).le32(1 << 20).raw(new byte[1 << 20]).stop(), Reason.TOO_LARGE),
                Arguments.of("LONG4 that promises 2 GB", p(2).op(0x8b).le32(Integer.MAX_VALUE).stop(), Reason.TOO_LARGE),
                Arguments.of("LONG4 of negative length", p(2).op(0x8b).le32(-1).stop(), Reason.MALFORMED),
                Arguments.of("LONG1 behind the end", p(2).op(0x8a, 255, 1).stop(), Reason.TRUNCATED),
                Arguments.of("LONG of many digits",
                        TorchFiles.join(p(2).op('L').bytes(), repeat("9", 100_000), "L\n.".getBytes(StandardCharsets.US_ASCII)),
                        Reason.MALFORMED),
                // Lengths that are not there.
                Arguments.of("BINUNICODE8 of 2^62", p(4).op(0x8d).le64(1L << 62).stop(), Reason.TRUNCATED),
                Arguments.of("BINUNICODE8 of negative length", p(4).op(0x8d).le64(-5).stop(), Reason.MALFORMED), Arguments.of(
                        "BINUNICODE of 4 GB", p(4).op('X').le32(-1).stop(), Reason.TRUNCATED),
                Arguments.of("BINBYTES8 of 2^63 - 1", p(4).op(0x8e).le64(Long.MAX_VALUE).stop(), Reason.TRUNCATED), Arguments.of(
                        "BINBYTES8 of negative length", p(4).op(0x8e).le64(Long.MIN_VALUE).stop(), Reason.MALFORMED),
                Arguments.of("BYTEARRAY8 of negative length", p(5).op(0x96).le64(-1).stop(), Reason.MALFORMED), Arguments.of(
                        "BINSTRING of negative length", p(2).op('T').le32(-7).stop(), Reason.MALFORMED),
                Arguments.of("frame longer than the file", p(4).op(0x95).le64(1 << 30).op('N').stop(), Reason.TRUNCATED),
                Arguments.of("frame of negative length", p(4).op(0x95).le64(-1).op('N').stop(), Reason.MALFORMED), Arguments.of(
                        "frame that ends inside a string", p(4).op(0x95).le64(6).text("abcdef").stop(), Reason.MALFORMED),
                Arguments.of("frame inside a frame", p(4).op(0x95).le64(20).op(0x95).le64(3).op('N').raw(new byte[16]).stop(),
                        Reason.MALFORMED),
                Arguments.of("string of 40 MB", TorchFiles.join(p(2).op('X').le32(40_000_000).bytes(), new byte[40_000_000],
                        new byte[]{'.'}), Reason.TOO_LARGE),
                // The memo.
                Arguments.of("memo index 2^31", p(2).op('N', 'r').le32(1L << 31).stop(), Reason.MALFORMED), Arguments.of(
                        "memo index 2^32 - 1", p(2).op('N', 'r').le32(-1).stop(), Reason.MALFORMED),
                Arguments.of("memo that was never put", p(2).op('h', 3).stop(), Reason.MALFORMED), Arguments.of("memo from 2^31",
                        p(2).op('j').le32(1L << 31).stop(), Reason.MALFORMED),
                Arguments.of("negative memo of protocol 0", p(2).ops("Np-1\n").stop(), Reason.MALFORMED),
                // A stack that does not have what is asked for.
                Arguments.of("STOP with an empty stack", p(2).stop(), Reason.MALFORMED), Arguments.of("STOP with two values", p(2)
                        .op('N', 'N').stop(), Reason.MALFORMED),
                Arguments.of("TUPLE without a mark", p(2).op('N', 't').stop(), Reason.MALFORMED),
                Arguments.of("mark left over", p(2).op('(', 'N').stop(), Reason.MALFORMED),
                Arguments.of("value below a mark", p(2).op('N', '(', 0x85).stop(), Reason.MALFORMED), Arguments.of(
                        "POP of nothing", p(2).op('0').stop(), Reason.MALFORMED),
                Arguments.of("SETITEMS with a lone key", p(2).op('}', '(').text("a").op('u').stop(), Reason.MALFORMED), Arguments
                        .of("APPEND to a dict", p(2).op('}', 'N', 'a').stop(), Reason.MALFORMED),
                Arguments.of("BUILD of a number", p(2).op('K', 1, '}', 'b').stop(), Reason.MALFORMED), Arguments.of(
                        "REDUCE of a string", p(2).text("os.system").op(')', 'R').stop(), Reason.MALFORMED),
                Arguments.of("REDUCE without a tuple", p(2).global("collections", "OrderedDict").op('N', 'R').stop(),
                        Reason.MALFORMED),
                Arguments.of("STACK_GLOBAL of numbers", p(4).op('K', 1, 'K', 2, 0x93).stop(), Reason.MALFORMED), Arguments.of(
                        "STACK_GLOBAL of nothing", p(4).op(0x93).stop(), Reason.MALFORMED),
                // Instructions that reach outside.
                Arguments.of("EXT1", p(2).op(0x82, 1).stop(), Reason.MALFORMED), Arguments.of("EXT4", p(2).op(0x84).le32(7)
                        .stop(), Reason.MALFORMED),
                Arguments.of("NEXT_BUFFER", p(5).op(0x97).stop(), Reason.MALFORMED),
                Arguments.of("PERSID", p(2).ops("P0\n").stop(), Reason.MALFORMED),
                Arguments.of("BINPERSID in a plain pickle", p(2).storageId("FloatStorage", "0", 1).op('Q').stop(),
                        Reason.MALFORMED),
                Arguments.of("INST of an allowed name", p(2).ops("(icollections\nOrderedDict\n").stop(), Reason.MALFORMED),
                Arguments.of("no instruction", p(2).op(0xff).stop(), Reason.MALFORMED), Arguments.of("protocol 6", p(6).op('N')
                        .stop(), Reason.MALFORMED),
                // Calls that are allowed, with arguments that are not what they should be.
                Arguments
                        .of("array with a shape of strings",
                                p(4).stackGlobal("numpy._core.multiarray", "_reconstruct").op(')', 'R', '(').number(1).text("ab")
                                        .stackGlobal("numpy", "dtype").text("f4").callWithTop().op(0x89, 'C', 0, 't', 'b').stop(),
                                Reason.MALFORMED),
                Arguments.of("scalar of the wrong length",
                        p(4).stackGlobal("numpy._core.multiarray", "scalar").stackGlobal("numpy", "dtype").text("f8")
                                .callWithTop().op('C', 3, 1, 2, 3, 0x86, 'R').stop(),
                        Reason.MALFORMED),
                Arguments.of("tensor of a string",
                        p(2).global("torch._utils", "_rebuild_tensor_v2").text("x").callWithTop().stop(), Reason.MALFORMED),
                Arguments.of("module without a state",
                        p(2).global("torch_utils.persistence", "_reconstruct_persistent_obj").op('}').callWithTop().stop(),
                        Reason.MALFORMED),
                // Tensors that reach out of their storage of four numbers.
                Arguments.of("stride that overflows", tensor(4, 0, new long[]{3, 3}, new long[]{Long.MAX_VALUE, 1}),
                        Reason.MALFORMED),
                Arguments.of("strides whose sum overflows",
                        tensor(4, 1, new long[]{2, 2}, new long[]{Long.MAX_VALUE - 1, Long.MAX_VALUE - 1}), Reason.MALFORMED),
                Arguments.of("negative stride", tensor(4, 3, new long[]{2}, new long[]{-1}), Reason.MALFORMED),
                Arguments.of("negative offset", tensor(4, -1, ONE, ONE), Reason.MALFORMED),
                Arguments.of("offset behind the end", tensor(4, 4, ONE, ONE), Reason.MALFORMED), Arguments.of("offset of 2^62",
                        tensor(4, 1L << 62, ONE, ONE), Reason.MALFORMED),
                Arguments.of("negative size", tensor(4, 0, new long[]{-2, -2}, new long[]{1, 1}), Reason.MALFORMED), Arguments.of(
                        "one element too many", tensor(4, 0, new long[]{5}, ONE), Reason.MALFORMED),
                Arguments
                        .of("sizes whose product overflows", tensor(4, 0, new long[]{1 << 28, 1 << 28, 1 << 28},
                                new long[]{0, 0, 0}), Reason.TOO_LARGE),
                Arguments.of("one number shown 2^28 times", tensor(4, 0, new long[]{1 << 28}, new long[]{0}), Reason.TOO_LARGE),
                Arguments.of("more strides than sizes", tensor(4, 0, ONE, new long[]{1, 1}), Reason.MALFORMED),
                // Storages that say they are larger than they are.
                Arguments.of("storage of 2^30 numbers", tensor(1 << 30, 0, ONE, ONE), Reason.TRUNCATED),
                Arguments.of("storage whose bytes overflow", tensor(1L << 62, 0, ONE, ONE), Reason.MALFORMED),
                Arguments.of("storage of negative size", tensor(-4, 0, ONE, ONE), Reason.MALFORMED),
                Arguments.of("storage larger than its entry",
                        TorchFiles.zip(p(2).op('}').text("w").tensor("FloatStorage", "0", 5, 0, ONE, ONE).op('s').stop(),
                                Map.of("0", TorchFiles.floats(1, 2, 3, 4))),
                        Reason.MALFORMED),
                Arguments.of("storage of another size than before",
                        TorchFiles.legacy(p(2).op('}').text("w").tensor("FloatStorage", "0", 4, 0, ONE, ONE).op('s').stop(), "0",
                                3, TorchFiles.floats(1, 2, 3, 4)),
                        Reason.MALFORMED),
                Arguments.of("storage key that climbs out",
                        TorchFiles.zip(
                                p(2).op('}').text("w").tensor("FloatStorage", "../../etc/passwd", 1, 0, ONE, ONE).op('s').stop(),
                                Map.of()),
                        Reason.MISSING_ENTRY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void damageIsRefusedQuicklyAndWithLittleMemory(String what, byte[] content, Reason reason) throws IOException {
        Path file = Files.write(folder.resolve("hostile.pt"), content);

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();

            Rejected rejected = CheckpointFixtures.refuse(file);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(256L << 20);
            assertThat(rejected.reason()).as(rejected.sentence()).isEqualTo(reason);
        });
    }

    @Test
    void keysChosenToCollideCostNothingExtra() {
        // 2^15 different strings with one hash code.
        var dict = p(2).op('}', '(').text("w").tensor("FloatStorage", "0", 1, 0, ONE, ONE);
        for (int i = 0; i < 1 << 15; i++) {
            var key = new StringBuilder();
            for (int bit = 0; bit < 15; bit++)
                key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            dict.text(key.toString()).op('N');
        }
        byte[] content = TorchFiles.legacy(dict.op('u').stop(), "0", 1, TorchFiles.floats(1));

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            Checkpoint checkpoint = CheckpointFixtures.open(Files.write(folder.resolve("keys.pt"), content));
            assertThat(checkpoint.facts()).hasSize(1 << 15);
        });
    }

    @Test
    void oneLargeDictUsedByManyModulesIsNotWalkedForEach() {
        // 2^17 pairs, asked for two names by each of 2^17 modules.
        var pickle = p(2).op('}', 'q', 0, '(').text("class_name").text("G").text("state").op('}');
        for (int i = 0; i < 1 << 17; i++)
            pickle.op('J').le32(i).op('N');
        pickle.op('u', '0').global("torch_utils.persistence", "_reconstruct_persistent_obj").op('q', 1, '0', ']', '(');
        for (int i = 0; i < 1 << 17; i++)
            pickle.op('h', 1, 'h', 0, 0x85, 'R');
        byte[] content = pickle.op('e').stop();

        assertTimeoutPreemptively(Duration.ofSeconds(15), () -> {
            assertThat(refuse(content).reason()).isEqualTo(Reason.NO_NETWORK);
        });
    }

    @Test
    void oneLargeStateSharedByManyModulesIsNotWalkedForEach() {
        // A module with 2^17 attributes, which is each of the 2^16 children of another.
        var pickle = p(2).op('}', '(').text("_parameters").op('}');
        for (int i = 0; i < 1 << 17; i++)
            pickle.op('J').le32(i).op('N');
        pickle.op('u', 'q', 0, '0').global("torch_utils.persistence", "_reconstruct_persistent_obj").op('q', 1, '0');
        pickle.op('h', 1, '}', '(').text("class_name").text("C").text("state").op('h', 0, 'u', 0x85, 'R', 'q', 2, '0');
        pickle.op('h', 1, '}', '(').text("class_name").text("G").text("state").op('}', '(').text("_parameters").op('}')
                .text("_modules").op('}', '(');
        for (int i = 0; i < 1 << 16; i++)
            pickle.text("m" + i).op('h', 2);
        byte[] content = pickle.ops("uuu").op(0x85, 'R').stop();

        assertTimeoutPreemptively(Duration.ofSeconds(15), () -> {
            assertThat(refuse(content).reason()).isEqualTo(Reason.TOO_LARGE);
        });
    }

    @Test
    void nameThatWouldRearrangeTheSentenceIsMadeHarmless() throws IOException {
        Rejected rejected = refuse(p(4).stackGlobal("os", "sys\u202etem\n" + "x".repeat(5000)).stop());

        assertThat(rejected.sentence()).hasSizeLessThan(400).contains("os.sys?tem?xxx").doesNotContain("\n");
    }

    private Rejected refuse(byte[] content) throws IOException {
        return CheckpointFixtures.refuse(Files.write(folder.resolve("hostile.pt"), content));
    }
}
