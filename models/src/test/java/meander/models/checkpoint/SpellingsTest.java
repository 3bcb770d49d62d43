package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.reader.Checkpoints;

/**
 * TorchScript programs that reach for what they must not have, in clothes that are allowed otherwise. PyTorch's grammar has many spellings for
 * everything: those that were found, and as many as a generator makes from parts.
 */
class SpellingsTest {
    /** Ten thousand where a person searches longer. */
    private static final int PROGRAMS = Integer.getInteger("meander.spellings", 2_000);

    @TempDir
    private Path folder;

    /** A program of two classes and a function, one part of which is replaced. */
    private static final class Script {
        private String head = "";
        private String annotations = "";
        private String attribute = "  weight : Tensor\n";
        private String methods = "";
        private String parameter = "z: Tensor";
        private String preset = "flag: bool=True";
        private String body = "";
        private String value = "torch.tanh(z)";
        private String function = "";
        private String second = "";
        private String root = "";
        private String line = "\n";

        private String main() {
            return (head + "class Net(Module):\n  __parameters__ = [\"weight\", ]\n  __buffers__ = []\n" + annotations + attribute
                    + "  training : bool\n  part : __torch__.part.Part\n  scale : Final[float] = 2.\n"
                    + "  def forward(self: __torch__.Net,\n    " + parameter + ",\n    " + preset + ") -> Tensor:\n"
                    + "    part = self.part\n    weight = self.weight\n" + body + "    y = " + value + "\n"
                    + "    if flag:\n      y0 = torch.add(y, 1)\n    else:\n      y0 = (part).forward(y, )\n"
                    + "    return torch.mul(y0, weight)\n" + methods
                    + "def helper(x: Tensor) -> Tensor:\n  return torch.relu(x)\n" + function).replace("\n", line);
        }

        private byte[] archive() {
            SequencedMap<String, byte[]> entries = new LinkedHashMap<>();
            String part = "class Part(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                    + "  def forward(self: __torch__.part.Part,\n    x: Tensor) -> Tensor:\n    return __torch__.helper(x, )\n";
            entries.put("net/version", ascii("3\n"));
            entries.put("net/constants.pkl", new byte[]{(byte) 0x80, 2, ')', '.'});
            entries.put("net/code/__torch__.py", main().getBytes(StandardCharsets.UTF_8));
            entries.put("net/code/__torch__/part.py", (part + second).getBytes(StandardCharsets.UTF_8));
            entries.put("net/data.pkl", module());
            entries.put("net/data/0", new byte[Float.BYTES]);
            if (!root.isEmpty()) for (String name : List.copyOf(entries.keySet()))
                entries.put(name.replaceFirst("net", root), entries.get(name));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (var entry : entries.entrySet())
                    TorchFiles.store(zip, entry.getKey(), entry.getValue());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return out.toByteArray();
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        private static byte[] module() {
            return ascii("\u0080\2c__torch__\nNet\n)\u0081}(" + text("weight") + "ctorch._utils\n_rebuild_tensor_v2\n(("
                    + text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu")
                    + "K\1tQK\0(K\1t(K\1t\u0089ccollections\nOrderedDict\n)RtR" + text("training") + "\u0089" + text("part")
                    + "c__torch__.part\nPart\n)\u0081}(" + text("training") + "\u0089ubub.");
        }

        private static String text(String content) {
            return "X" + (char) content.length() + "\0\0\0" + content;
        }
    }

    private static Script script() {
        return new Script();
    }

    @Test
    void theCommonBodyIsAllowed() throws IOException {
        assertThat(Checkpoints.open(write(script().archive()))).isInstanceOfSatisfying(ForeignModel.class,
                program -> assertThat(program.inputs()).extracting(Port::name).containsExactly("z"));
    }

    /** As they were found. */
    static Stream<Arguments> spellings() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("plain", "_f = torch.from_file(\"canary\", True, 64, dtype=0)");
        bodies.put("a blank", "_f = torch .from_file(\"canary\", True, 64, dtype=0)");
        bodies.put("blanks on both sides", "_f = torch . from_file(\"canary\", True, 64, dtype=0)");
        bodies.put("an alias", "_t = torch\n    _f = _t.from_file(\"canary\", True, 64, dtype=0)");
        bodies.put("an alias of the operator", "_t = torch.from_file\n    _f = _t(\"canary\", True, 64, dtype=0)");
        bodies.put("parentheses", "_f = (torch).from_file(\"canary\", True, 64, dtype=0)");
        bodies.put("more parentheses", "_f = ((torch).from_file)(\"canary\", True, 64, dtype=0)");
        bodies.put("the other name", "_f = ops.aten.from_file(\"canary\", True, 64, dtype=0)");
        bodies.put("the other name with blanks", "_f = ops .aten .from_file(\"canary\", True, 64, dtype=0)");
        bodies.put("getattr", "_f = getattr(torch, \"from_file\")(\"canary\", True, 64, dtype=0)");
        bodies.put("getattr and an alias", "_f = getattr(torch, \"from_file\")\n    _g = _f(\"canary\", True, 64)");
        bodies.put("a backslash and a line feed", "_f = torch\\\n.from_file(\"canary\", True, 64, dtype=0)");
        bodies.put("a backslash within brackets", "_f = (torch\\\n  .from_file(\"canary\", True, 64, dtype=0))");
        bodies.put("a line feed within brackets", "_f = (torch\n.from_file(\"canary\", True, 64, dtype=0))");
        bodies.put("saves by an alias", "_t = torch\n    _t.save([1,2,3], \"canary\")");
        bodies.put("a loop without end", "while True:\n      pass");
        bodies.put("a loop of many rounds",
                "_l = annotate(List[Tensor], [])\n    for _i in range(2000000):\n      _k = torch.append(_l, torch.ones([1000000]))");
        bodies.put("a loop by what is fed", "for _i in range(int(z)):\n      pass");
        bodies.put("a loop that grows",
                "n = 3\n    for _i in range(3):\n      n = torch.mul(n, 1000)\n    for _i in range(n):\n      pass");
        bodies.put("loops in loops",
                "for a in range(1000):\n      for b in range(1000):\n        for c in range(1000):\n          pass");
        bodies.put("memory of others", "_f = torch.empty([1000])");
        bodies.put("another view", "_f = torch.as_strided(z, [1000], [1])");
        bodies.put("another storage", "_f = torch.set_(z, z)");
        bodies.put("somebody's operator", "_f = ops.evil.run(z)");
        bodies.put("a result elsewhere", "_f = torch.add(z, z, out=weight)");
        bodies.put("prints", "print(z)");
        bodies.put("a method of a tensor", "_f = z.add_(z)");
        bodies.put("a write to the module", "self.weight = z");
        bodies.put("another thread", "_f = fork(__torch__.helper, z)");
        return bodies.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void isRefused(String name, String body) throws IOException {
        Script script = script();
        script.body = "    " + body + "\n";
        assertThat(CheckpointFixtures.refuse(write(script.archive())).reason()).isIn(Reason.OPERATION_NOT_ALLOWED,
                Reason.SCRIPT_NOT_ALLOWED);
    }

    @Test
    void aSecondRootIsRefused() throws IOException {
        for (String root : List.of("evil", "a", "zz", "net2")) {
            Script script = script();
            script.root = root;
            assertThat(CheckpointFixtures.refuse(write(script.archive())).reason()).isEqualTo(Reason.PROGRAM_FAULT);
        }
    }

    @Test
    void aFunctionThatCallsItselfIsRefused() throws IOException {
        Script script = script();
        script.function = "def again(x: Tensor) -> Tensor:\n  return __torch__.once(x, )\ndef once(x: Tensor) -> Tensor:\n  return __torch__.again(x, )\n";
        assertThat(CheckpointFixtures.refuse(write(script.archive())).reason()).isEqualTo(Reason.SCRIPT_NOT_ALLOWED);
    }

    /** The sentence names where, for whoever has to look. */
    @Test
    void whatDoesNotParseIsRefusedWithItsLine() throws IOException {
        Script script = script();
        script.body = "    y = z @ z\n";
        Rejected why = CheckpointFixtures.refuse(write(script.archive()));
        assertThat(why.details()).startsWith("code/__torch__.py", 13);
        assertThat(why.sentence()).contains("\"@\"", "code/__torch__.py", "line 13");
    }

    @Test
    void noneOfManySpellingsPasses() throws IOException {
        List<String> passed = new ArrayList<>();
        for (int seed = 0; seed < PROGRAMS; seed++) {
            Spelling spelling = new Spelling(seed);
            Script script = spelling.script();
            if (!(Checkpoints.open(write(script.archive())) instanceof Rejected)) passed.add(seed + ":\n" + script.main());
        }
        assertThat(passed).isEmpty();
    }

    /** What the serializer could have written as well: other names, other layouts. */
    @Test
    void otherSpellingsOfWhatIsAllowedPass() throws IOException {
        List<String> refused = new ArrayList<>();
        for (int seed = 0; seed < PROGRAMS / 10; seed++) {
            Script script = new Spelling(seed).benign();
            if (Checkpoints.open(write(script.archive())) instanceof Rejected why)
                refused.add(why.sentence() + "\n" + script.main());
        }
        assertThat(refused).isEmpty();
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("net.pt"), content);
    }

    /** One program of the generator. */
    private static final class Spelling {
        private final Random random;

        Spelling(long seed) {
            random = new Random(seed * 0x9E3779B97F4A7C15L);
        }

        private String one(String... of) {
            return of[random.nextInt(of.length)];
        }

        private boolean chance(int in) {
            return random.nextInt(in) == 0;
        }

        /** What nobody may call, as one expression. */
        private String forbidden() {
            String file = one("\"canary\"", "'canary'", "\"can\" \"ary\"", "torch.add(\"can\", \"ary\")", "\"can\" + \"ary\"",
                    "\"\\143anary\"");
            String operator = one("from_file(" + file + ", True, 64, dtype=0)", "from_file(" + file + ", shared=True, size=64)",
                    "save(z, " + file + ")", "save([1, 2, 3], " + file + ")", "load(" + file + ")", "empty([64])",
                    "empty_like(z)", "new_empty(z, [64])", "empty_strided([9], [1])", "as_strided(z, [64], [1])", "set_(z, z)",
                    "resize_(z, [64])", "_reshape_alias(z, [64], [1])", "as_strided_(z, [64], [1])", "resize_as_(z, z)",
                    "from_blob(0, [64])", "_cuda_getDeviceCount()", "manual_seed(0)", "hub(\"x\")", "jit.load(" + file + ")",
                    "classes.load_library(" + file + ")", "ops.load_library(" + file + ")", "grad([z], [z])", "backward(z)",
                    "sparse_coo_tensor(z, z)", "_nnz(z)", "quantize_per_tensor(z, 0.1, 0, 13)", "serialization.save(z)",
                    "os.system(\"true\")", "embedding_bag(z, z, z)", "add(z, z, out=weight)", "add.out(z, z, z)",
                    "cudnn_convolution(z, z)", "data_ptr(z)");
            return switch (random.nextInt(14)) {
                case 0 -> "ops.aten." + operator;
                case 1 -> "ops" + gap() + "." + gap() + "aten" + gap() + "." + gap() + operator;
                case 2 -> "(torch)." + operator;
                case 3 -> "((torch)" + gap() + "." + operator + ")";
                case 4 -> "getattr(torch, \"" + operator.replaceFirst("\\(.*", "") + "\")" + operator.replaceFirst("[\\w.]*", "");
                case 5 -> one("getattr(self, \"torch\").", "self.torch.", "self.part.torch.", "part.__class__.", "weight.", "z.",
                        "CONSTANTS.c0.", "__torch__.torch.", "__torch__.", "ops.prim.", "ops.evil.", "builtins.", "aten.",
                        "torch.torch.", "torch.ops.aten.", "torch._C.", "torch.nn.functional.", "ops.torch.", "ops.quantized.",
                        "ops.", "inf.", "\"torch\".", "[torch][0].", "{\"a\": torch}[\"a\"].", "(torch, 1)[0].",
                        "(torch if flag else torch).", "torch\u200b.", "ｔorch.", "tоrch.", "annotate(torch, torch).",
                        "unchecked_cast(Tensor, torch).", "uninitialized(torch).") + operator;
                case 6 -> "torch" + gap() + "." + gap() + operator;
                case 7 -> one("print(z)", "print(\"x\")", "open(\"canary\", \"w\")", "os.system(\"touch canary\")",
                        "exec(\"import os\")", "eval(\"1\")", "__import__(\"os\").system(\"true\")", "fork(__torch__.helper, z)",
                        "hasattr(self, \"x\")", "setattr(self, \"weight\", z)", "getattr(self, \"wei\" + \"ght\")",
                        "getattr(z, \"data\")", "getattr(self, \"forward\")", "type(self)", "super()", "input()", "lambda x: x",
                        "compile(\"1\")", "self.__setstate__(z)", "self.__dict__", "self", "part", "torch", "ops", "ops.aten",
                        "__torch__", "__torch__.part", "__torch__.part.Part", "CONSTANTS", "CONSTANTS.c0", "part.forward",
                        "self.missing", "part.missing(z)", "unknown", "z.data", "(z).add_(z)", "weight.grad", "[w for w in z]",
                        "f\"{torch}\"", "b\"x\"", "r'x'", "\"\"\"x\"\"\"", "0x10", "1j", "1_000", "10L", "z @ z", "z & z",
                        "z | z", "~z", "z << 1", "(y := z)", "*z", "await z", "yield", "`z`", "z if flag", "not not flag");
                case 8 -> "__torch__.helper(torch." + operator + ", )";
                case 9 -> "torch.add(z, torch.sum(" + one("torch.", "ops.aten.", "(torch).") + operator + "))";
                case 10 -> "[z, " + one("torch.", "(torch) .") + operator + "][0]";
                case 11 -> "(z, torch." + operator + ")[" + one("0", "1") + "]";
                case 12 -> "{\"a\": torch." + operator + "}[\"a\"]";
                default -> "(torch." + operator + " if flag else z)";
            };
        }

        /** What may stand between two words. */
        private String gap() {
            return one("", " ", "  ", "\t", "\f", " \\\n", "\\\n", "\\\n\\\n  ", "\u00a0", "\u2003", "\r", " \\\n# \\\n",
                    "\u000b");
        }

        private Script script() {
            Script script = script(new Script());
            if (chance(8)) script.line = one("\r\n", "\r", "\n\f", "\n\n# torch.tanh\n  \n");
            return script;
        }

        private Script script(Script script) {
            String bad = forbidden();
            String alias = one("_t", "t0", "torch0", "part0", "relu");
            switch (random.nextInt(22)) {
                case 0, 1, 2 -> script.value = bad;
                case 3, 4 -> script.body = "    _f = " + bad + "\n";
                case 5 -> script.body = "    " + bad + "\n";
                case 6 -> script.body = "    " + alias + " = "
                        + one("torch", "ops", "ops.aten", "__torch__", "(torch)", "torch.nn", "[torch]", "(torch, 1)",
                                "{\"a\": torch}", "torch.from_file", "getattr(torch, \"from_file\")", "torch if flag else torch")
                        + "\n    _f = " + alias
                        + one(".from_file(\"canary\", True, 64)", ".save(z, \"canary\")", ".aten.from_file(\"canary\", True, 64)",
                                "(\"canary\")", "[0].from_file(\"canary\", True, 64)", ".tanh(z)")
                        + "\n";
                case 7 -> script.body = "    " + alias + ", _b = " + one("torch", "ops", "ops.aten", "torch.from_file")
                        + ", z\n    _f = " + alias + ".from_file(\"canary\", True, 64)\n";
                case 8 -> script.preset = "flag: bool=" + bad;
                case 9 -> script.preset = "flag: " + bad;
                case 10 ->
                    script.annotations = "  " + one("scale2 : Final[float] = ", "x = ", "scale2 : ", "__annotations__[\"1\"] = ",
                            "scale2 : Final[Tensor] = ", "__parameters__ = [", "__constants__ = ", "") + bad + "\n";
                case 11 -> script.head = one("@", "import os\n", "from torch import from_file\n", "x = ", "") + bad + "\n";
                case 12 -> script.methods = "  def "
                        + one("__setstate__", "__getstate__", "__init__", "__new__", "__del__", "__call__", "__enter__",
                                "__getattr__")
                        + "(self: __torch__.Net,\n    z: Tensor) -> Tensor:\n    return " + one(bad, "z") + "\n";
                case 13 ->
                    script.methods = "  def unused(self: __torch__.Net,\n    z: Tensor,\n    flag: bool) -> Tensor:\n    weight = self.weight\n"
                            + "    part = self.part\n    return " + bad + "\n";
                case 14 -> script.function = "def unused(z: Tensor,\n    flag: bool) -> Tensor:\n  return "
                        + bad.replace("self", "z") + "\n";
                case 15 ->
                    script.second = "class Other(Module):\n  __parameters__ = []\n  training : bool\n  def forward(self: __torch__.part.Other,\n"
                            + "    z: Tensor,\n    flag: bool) -> Tensor:\n    return " + bad + "\n";
                case 16 -> {
                    script.root = one("evil", "a", "zz", "net2", "NET");
                    script.value = one(bad, "torch.tanh(z)");
                }
                case 17 ->
                    script.attribute = "  weight : Tensor\n  " + one("torch", "ops", "__torch__", "CONSTANTS") + " : Tensor\n";
                case 18 ->
                    script.parameter = one("torch: Tensor", "ops: Tensor", "__torch__: Tensor", "z: " + bad, "z: torch.Tensor",
                            "*z", "**z", "z", "CONSTANTS: Tensor", "annotate: Tensor", "z: __torch__.part.Part", "z: Any");
                case 19 -> script.body = "    " + one("torch", "ops", "__torch__", "CONSTANTS", "annotate", "getattr",
                        "self.weight", "z[0]", "range", "int") + " = " + one("z", "self.part", "__torch__.helper", bad) + "\n";
                case 20 -> script.body = "    " + one("while flag:\n      ",
                        "for i in range(" + one("2000000", "int(z)", "9223372036854775807", "torch.mul(1000, 1000)", "inf", bad)
                                + "):\n      ",
                        "for i in z:\n      ", "with z:\n      ", "try:\n      ", "if flag: ", "if torch:\n      ",
                        "def inner() -> Tensor:\n      return ", "assert ", "raise ", "del ", "global ", "import ",
                        "from torch import ", "yield ", "lambda: ", "z += ", "z = y = ", "_f : torch = ", "_f : Any = ", "; ",
                        "pass; ", "z; ") + one("z = z", bad) + "\n";
                default -> script.value = "torch.tanh(z) # \\\n    y = " + bad + one("", " # harmless", " ");
            }
            return script;
        }

        private Script benign() {
            Script script = new Script();
            String name = one("_0", "input", "x1", "len", "dim", "argument_1", "relu", "max", "t0");
            String numbers = one("1", "-1", "2.", "1e-05", "0.5", "-3", "1.0000000000000001e-05", "-0.");
            script.body = "    " + name + one(" = ", " : Tensor = ", "  =  ")
                    + one("z", "torch.add(z, " + numbers + ")", "(part).forward(z, )", "part.forward(z)", "__torch__.helper(z, )",
                            "torch.mul(z, self.scale)", "ops.aten.relu(z)", "torch.add(z, 1, alpha=2)", "torch.cat([z, z], 1)",
                            "torch.reshape(z, [torch.size(z, 0), -1])", "torch.to(z, dtype=6)", "annotate(Tensor, z)",
                            "unchecked_cast(Tensor, z)", "z if flag else weight", "torch.add(z,\n      1)",
                            "torch.clamp(z, -inf, 1.)", "[z, weight][0]", "{\"a\": z}[\"a\"]", "(z, weight)[1]",
                            "torch.zeros([2], dtype=6, layout=None, device=torch.device(\"cpu\"), pin_memory=False)")
                    + one("\n", "  # harmless torch.save(\"x\")\n", " \n\n", "\n    # from_file\n");
            script.body += one("", "    pass\n", "    _1 = __torch__.helper\n    _2 = _1(z, )\n", "    a, b, = [z, z]\n",
                    "    a, b = z, weight\n", "    for i in range(3):\n      _3 = torch.add(z, i)\n",
                    "    for i in range(torch.len(torch.size(z))):\n      pass\n",
                    "    for i in range(torch.__range_length(1, torch.dim(z), 1)):\n      pass\n",
                    "    if torch.ne(torch.dim(z), 4):\n      ops.prim.RaiseException("
                            + "torch.format(\"expected {} torch.save(\\\"x\\\")\", torch.dim(z)), \"builtins.ValueError\")\n    else:\n      pass\n",
                    "    part0 = getattr(self, \"part\")\n    _4 = (part0).forward(z, )\n", "    _5 = uninitialized(Tensor)\n",
                    "    _6 = annotate(List[Tensor], [])\n    _7 = torch.append(_6, z)\n");
            script.value = one("torch.tanh(" + name + ")", "(torch.tanh(" + name + "))", "torch.tanh( " + name + " , )");
            script.function = one("",
                    "def more(x: Optional[Tensor]=None,\n    n: int=3) -> List[int]:\n  _0 = torch.__is__(x, None)\n  return [1, n]\n");
            script.methods = one("", "  def __len__(self: __torch__.Net) -> int:\n    return 6\n");
            return script;
        }
    }
}
