package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.family.style.stylegan2.StyleGan2;
import meander.models.family.style.stylegan2.StyleGan2Discriminator;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Op;
import meander.models.graph.Scope;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.nn.FirFilter;
import meander.models.render.Frame;
import meander.models.render.RenderResult;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;

/**
 * How long a large pickle takes from a double click to its first picture, in a program of its own whose heap is {@value #HEAP}, beside what
 * cannot be spared: adding the file up with {@code sha256sum}, reading it once and starting the engine, which is the time that the same
 * program takes with a network of a few kilobytes. Figures, not a verdict; but the picture must come: {@code mvn test -pl models -am
 * -Dtests.excluded= -Dtest=LargePickleBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("benchmark")
class LargePickleBenchmark {
    private static final String HEAP = "-Xmx600m";
    private static final int ROUNDS = 5;
    private static final String MEAN = "mapping.w_avg";

    @TempDir
    private Path folder;

    @Test
    void aLargePickleOpensInALittleHeap() throws Exception {
        Path large = write(256, "large.pkl");
        Path small = write(8, "small.pkl");
        System.out.printf("%s: %.1f MB%n", large.getFileName(), Files.size(large) / 1e6);
        System.out.printf("%12s %12s %12s %12s %8s%n", "picture ms", "sha256sum", "plain read", "engine", "ratio");
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) { // in turns, so that whatever else this machine does meets all alike
            double sum = millis(() -> run("sha256sum", large.toString()));
            double read = millis(() -> read(large));
            double engine = millis(() -> draw(small));
            double picture = millis(() -> draw(large));
            ratios[round] = picture / (sum + read + engine);
            System.out.printf("%12.0f %12.0f %12.0f %12.0f %8.2f%n", picture, sum, read, engine, ratios[round]);
        }
        Arrays.sort(ratios);
        System.out.printf("middle ratio: %.2f%n", ratios[ROUNDS / 2]);
    }

    /** A program that opens a file and draws. */
    static final class Opens {
        public static void main(String[] file) {
            OpenResult opened = Families.installed().open(Path.of(file[0]), Map.of(), _ -> {}, () -> false);
            Model model = ((OpenResult.Ready) opened).model();
            try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
                RenderResult drawn = renderer.render(model.initial());
                if (!(drawn instanceof Frame)) throw new IllegalStateException(drawn.toString());
            }
        }
    }

    private void draw(Path file) throws IOException, InterruptedException {
        List<String> java = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP,
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Opens.class.getName(),
                file.toString());
        run(java.toArray(String[]::new));
    }

    private void run(String... command) throws IOException, InterruptedException {
        File said = folder.resolve("said.txt").toFile();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.to(said)).start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said.toPath())).isZero();
    }

    private static void read(Path file) throws IOException {
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            while (in.read(buffer) >= 0)
                continue;
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static double millis(Work work) throws IOException, InterruptedException {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** What NVlabs' training loop keeps: G, D and G_ema of one StyleGAN2, untrained, each tensor in a stream of its own within the pickle. */
    private Path write(int resolution, String name) throws IOException {
        StyleGan2 definition = StyleGan2.ofSize(resolution, 16384);
        SequencedMap<String, Op.Parameter> generator = new LinkedHashMap<>();
        declared(definition.generator(Model.PICTURE, new float[definition.wDim()]), generator);
        generator.put(MEAN, new Op.Parameter(MEAN, Shape.of(definition.wDim()), new Initializer.Fill(0), false));
        SequencedMap<String, Op.Parameter> discriminator = new LinkedHashMap<>();
        Graph judge = new Graph();
        judge.output("logits", new StyleGan2Discriminator(definition.channels(), 3, 0, 8, 4, FirFilter.BINOMIAL)
                .logits(Scope.root(judge), judge.input("picture", 4, 3, resolution, resolution), null));
        declared(judge, discriminator);
        Path file = folder.resolve(name);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(PickleAssembler.protocol(4).op('}', '(').bytes());
            network(out, "G", "Generator", generator, 1);
            network(out, "D", "Discriminator", discriminator, 2);
            network(out, "G_ema", "Generator", generator, 3);
            out.write(new PickleAssembler().op('u').stop());
        }
        return file;
    }

    private static void declared(Graph graph, Map<String, Op.Parameter> into) {
        graph.parameters().forEach((name, value) -> into.put(name, (Op.Parameter) value.op()));
    }

    private static void network(OutputStream out, String key, String className, SequencedMap<String, Op.Parameter> parameters,
            long seed) throws IOException {
        out.write(new PickleAssembler().text(key).bytes());
        module(out, className, "", new ArrayList<>(parameters.values()), Weights.untrained(seed));
    }

    /** One module with its own tensors and the modules within it. */
    private static void module(OutputStream out, String className, String prefix, List<Op.Parameter> parameters, Weights weights)
            throws IOException {
        SequencedMap<String, List<Op.Parameter>> inner = new LinkedHashMap<>();
        out.write(new PickleAssembler().global("torch_utils.persistence", "_reconstruct_persistent_obj").op('}', '(').text("type")
                .text("class").text("version").number(6).text("module_src").text("").text("class_name").text(className)
                .text("state").op('}', '(').text("_parameters").emptyOrderedDict().op('(').bytes());
        for (Op.Parameter parameter : parameters) {
            String name = parameter.name().substring(prefix.length());
            int dot = name.indexOf('.');
            if (dot >= 0) inner.computeIfAbsent(name.substring(0, dot), _ -> new ArrayList<>()).add(parameter);
            else
                tensor(out, name, weights.get(parameter));
        }
        out.write(new PickleAssembler().op('u').text("_buffers").emptyOrderedDict().text("_modules").emptyOrderedDict().op('(')
                .bytes());
        for (var entry : inner.entrySet()) {
            out.write(new PickleAssembler().text(entry.getKey()).bytes());
            module(out, "Module", prefix + entry.getKey() + ".", entry.getValue(), weights);
        }
        out.write(new PickleAssembler().op('u', 'u', 'u').callWithTop().bytes());
    }

    private static void tensor(OutputStream out, String name, Tensor tensor) throws IOException {
        long[] size = tensor.shape().longs();
        out.write(new PickleAssembler().text(name).global("torch._utils", "_rebuild_tensor_v2").op('(')
                .global("torch.storage", "_load_from_bytes").bytes(storage(tensor)).callWithTop().number(0).numbers(size)
                .numbers(strides(tensor.shape())).op(0x89).emptyOrderedDict().ops("tR").bytes());
    }

    /** As {@code torch.save} writes one storage in its old way (FORMATS: magic, version, system, object, keys, numbers). */
    private static byte[] storage(Tensor tensor) {
        int elements = tensor.data().length;
        PickleAssembler head = PickleAssembler.protocol(2).op(0x8a, 10).raw(MAGIC).op('.');
        head.op(0x80, 2).number(1001).op('.');
        head.op(0x80, 2).op('}', '(').text("protocol_version").number(1001).text("little_endian").op(0x88).text("type_sizes")
                .op('}', '(').text("short").number(2).text("int").number(4).text("long").number(4).op('u', 'u', '.');
        head.op(0x80, 2).op('(').text("storage").global("torch", "FloatStorage").text("0").text("cpu").number(elements)
                .op('N', 't').op('Q', '.');
        head.op(0x80, 2).op(']').text("0").op('a', '.');
        ByteBuffer numbers = ByteBuffer.allocate(8 + 4 * elements).order(ByteOrder.LITTLE_ENDIAN).putLong(elements);
        numbers.asFloatBuffer().put(tensor.data());
        return head.raw(numbers.array()).bytes();
    }

    private static final byte[] MAGIC = {0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19};

    private static long[] strides(Shape shape) {
        long[] strides = new long[shape.rank()];
        long step = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= shape.dim(axis);
        }
        return strides;
    }
}
