package meander.models.render;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import meander.models.checkpoint.DType;
import meander.models.checkpoint.ForeignModel.Language;
import meander.models.checkpoint.Port;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.graph.onnx.OnnxCompiler;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptCompiler;
import meander.models.process.Confinement;
import meander.models.process.SharedMemory;
import meander.models.render.ProgramWire.Place;

/**
 * The other end of a {@link ProgramProcess}: loads an engine and, with a network of our own, all that it will need; then gives up the right to
 * load anything, and only then takes a program. It ends with its standard input.
 */
final class ProgramChild {
    /** Opens a program in this process. */
    interface Engine {
        ProgramSession open(ProgramBytes program, RenderSettings settings);
    }

    private final MemorySegment tensors;
    private final Engine engine;
    private final String programHandle;
    private final RenderSettings settings;
    private final DataInputStream commands;
    private final DataOutputStream replies;
    private ProgramSession session;

    private ProgramChild(MemorySegment tensors, Engine engine, String programHandle, RenderSettings settings,
            DataInputStream commands, DataOutputStream replies) {
        this.tensors = tensors;
        this.engine = engine;
        this.programHandle = programHandle;
        this.settings = settings;
        this.commands = commands;
        this.replies = replies;
    }

    /**
     * Runs.
     *
     * @param arguments language, threads, the memory of tensors and its size, that of the program, how much it may hold, whether it is to be
     *                  confined, and where replies go
     */
    public static void main(String[] arguments) throws IOException {
        run(arguments, ProgramSession::inThisProcess);
    }

    /** As {@link #main}. @param engine opens the program that comes */
    static void run(String[] arguments, Engine engine) throws IOException {
        Language language = Language.valueOf(arguments[0]);
        RenderSettings settings = new RenderSettings(RenderSettings.Device.CPU, Integer.parseInt(arguments[1]), 0);
        MemorySegment tensors = SharedMemory.open(arguments[2], Long.parseLong(arguments[3]), false, Arena.global());
        String to = arguments[7];
        OutputStream out = to.equals("-") ? new FileOutputStream(FileDescriptor.out) : new FileOutputStream(to);
        PrintStream complaints = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.setOut(complaints); // replies have standard output, or nobody
        ProgramChild child = new ProgramChild(tensors, engine, arguments[4], settings,
                new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in))),
                new DataOutputStream(new BufferedOutputStream(out)));
        try {
            findClasses();
            child.warmUp(language);
            if (Boolean.parseBoolean(arguments[6])) Confinement.ofThisSystem().computeOnly(Long.parseLong(arguments[5]));
            child.serve();
        } catch (EOFException e) {
            // The parent has closed it, or has ended.
        } catch (Throwable e) {
            e.printStackTrace(complaints);
            Throwable cause = e;
            while (cause.getCause() != null)
                cause = cause.getCause();
            complaints.println(cause); // the last line, which the parent tells
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(0); // natives of the program have no say in how this ends
    }

    /** Runs a product of two small matrices, and one of matrices that do not fit, as programs are run. */
    private void warmUp(Language language) {
        Graph graph = new Graph();
        Value b = graph.parameter("b", Shape.of(2, 2), Initializer.STANDARD_NORMAL);
        graph.output("c", graph.input("a", 2, 2).matmul(b).tanh());
        Network network = new Network(graph, Weights.untrained(0));
        byte[] bytes = switch (language) {
            case ONNX -> OnnxCompiler.forExport(network, "warm-up", Map.of(), Map.of()).proto();
            case TORCH_SCRIPT ->
                TorchScriptArchive.bytes(TorchScriptCompiler.serving(network, "warm_up"), TorchScriptArchive.Precision.FLOAT32);
        };
        MemorySegment content = Arena.global().allocate(bytes.length, 8);
        MemorySegment.copy(bytes, 0, content, ValueLayout.JAVA_BYTE, 0, bytes.length);
        ProgramBytes program = new ProgramBytes(language, content, bytes.length, List.of(), List.of("c"));
        try (ProgramSession own = ProgramSession.inThisProcess(program, settings)) {
            for (int side : new int[]{2, 3})
                for (DType type : new DType[]{DType.F32, DType.I64})
                    try {
                        List<Place> given = List.of(new Place(new Port("a", type, List.of(side, side)), 0));
                        results(own.run(List.of(given.getFirst().port()), read(given), Set.of("c")), 0);
                    } catch (OnnxSession.EngineException | IOException e) {
                        // As it must for what does not fit; elsewhere the program will say so.
                        ProgramWire.reason(e.getMessage());
                    }
        }
    }

    /** Opens all of the class path, and of its folders, as a build has them, loads what a program may need: no file opens later. */
    private static void findClasses() throws IOException {
        ClassLoader loader = ProgramChild.class.getClassLoader();
        loader.getResource("in/no/jar");
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator))
            for (Class<?> neighbour : List.of(ProgramChild.class, DType.class, Tensor.class)) {
                Path folder = Path.of(entry, neighbour.getPackageName().split("\\."));
                if (!Files.isDirectory(folder)) continue;
                try (Stream<Path> files = Files.list(folder)) {
                    for (String name : (Iterable<String>) files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".class") && !name.startsWith("package-"))::iterator)
                        Class.forName(neighbour.getPackageName() + "." + name.substring(0, name.length() - ".class".length()),
                                false, loader);
                } catch (ClassNotFoundException e) {
                    throw new IOException(e);
                }
            }
    }

    private void serve() throws IOException {
        reply(ProgramWire.READY);
        while (true)
            switch (commands.readByte()) {
                case ProgramWire.OPEN -> open();
                case ProgramWire.RUN -> run();
                default -> throw new IOException("no such command");
            }
    }

    private void reply(int what) throws IOException {
        replies.writeByte(what);
        replies.flush();
    }

    private void failed(Throwable e) throws IOException {
        replies.writeByte(ProgramWire.FAILED);
        ProgramWire.writeName(replies, ProgramWire.reason(e.getMessage()));
        replies.flush();
    }

    private void open() throws IOException {
        Language language = Language.values()[commands.readByte()];
        long size = commands.readLong();
        long length = commands.readLong();
        List<ProgramBytes.Beside> apart = ProgramWire.readBeside(commands);
        List<String> outputs = ProgramWire.readNames(commands);
        // Not for ever: the engine has its own copy when it has opened it.
        try (Arena arena = Arena.ofShared()) {
            MemorySegment content = SharedMemory.open(programHandle, size, true, arena);
            session = engine.open(new ProgramBytes(language, content, length, apart, outputs), settings);
            reply(ProgramWire.OPENED);
        } catch (OnnxSession.EngineException e) {
            failed(e);
        }
    }

    private void run() throws IOException {
        List<Place> given = ProgramWire.readPlaces(commands);
        Set<String> wanted = Set.copyOf(ProgramWire.readNames(commands));
        long free = commands.readLong();
        try {
            List<Place> places = results(session.run(given.stream().map(Place::port).toList(), read(given), wanted), free);
            replies.writeByte(ProgramWire.RESULTS);
            ProgramWire.writePlaces(replies, places);
            replies.flush();
        } catch (OnnxSession.EngineException e) {
            failed(e);
        }
    }

    private Map<String, Tensor> read(List<Place> places) throws IOException {
        Map<String, Tensor> read = new HashMap<>();
        for (Place place : places) {
            float[] data = new float[(int) place.numbers(tensors.byteSize())];
            MemorySegment.copy(tensors, ValueLayout.JAVA_FLOAT, place.at(), data, 0, data.length);
            read.put(place.port().name(),
                    new Tensor(Shape.of(place.port().dims().stream().mapToInt(Integer::intValue).toArray()), data));
        }
        return read;
    }

    /** Puts tensors into the memory. @param free where it is */
    private List<Place> results(Map<String, Tensor> results, long free) {
        List<Place> places = new ArrayList<>();
        long at = free;
        for (Map.Entry<String, Tensor> result : results.entrySet()) {
            float[] data = result.getValue().data();
            if ((long) data.length * Float.BYTES > tensors.byteSize() - at)
                throw new OnnxSession.EngineException(new IllegalStateException("it gives more numbers than there is room for"));
            MemorySegment.copy(data, 0, tensors, ValueLayout.JAVA_FLOAT, at, data.length);
            List<Integer> dims = Arrays.stream(result.getValue().shape().dims()).boxed().toList();
            places.add(new Place(new Port(result.getKey(), DType.F32, dims), at));
            at = ProgramWire.after(at, data.length);
        }
        return places;
    }
}
