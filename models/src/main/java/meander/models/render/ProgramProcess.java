package meander.models.render;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import meander.models.checkpoint.DType;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Port;
import meander.models.files.TemporaryFiles;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.process.ChildJvm;
import meander.models.process.ConfinedProcess;
import meander.models.process.Confinement;
import meander.models.process.SharedMemory;
import meander.models.render.ProgramWire.Place;
import meander.models.text.Phrase;
import meander.models.text.Technical;

/**
 * A program in a process of its own, which a {@link Confinement} keeps from what is the user's, and which lives as long as this is open.
 * Commands go through its standard input, tensors through memory that both share. What it answers is taken for a stranger's word: each count,
 * size and place is checked before it is used. A process that ends, takes too long, too much memory or too many threads is an
 * {@link Ended}; the next run starts another, a few times.
 */
final class ProgramProcess implements ProgramSession {
    private static final long TENSORS = 1L << 30; // bytes, of which only those that are used take memory
    /** More than this is given back after each run. */
    private static final long KEPT = 32L << 20;
    private static final long MIB = 1 << 20;
    private static final int HEAP = 512; // MiB, beside two of the program
    private static final int MOST_THREADS = 512;
    private static final int BUSY_LOOK = 50; // ms
    private static final int IDLE_LOOK = 1000; // ms
    /** Variables by which a person, or this process, bounds what engines' threads do. */
    private static final List<String> KEPT_VARIABLES = List.of("OMP_NUM_THREADS", "OMP_WAIT_POLICY", "GOMP_SPINCOUNT",
            "MALLOC_ARENA_MAX");

    /** The process ended or was ended. */
    static final class Ended extends OnnxSession.EngineException {
        Ended(Phrase what) {
            super(what);
        }
    }

    private final ForeignModel program;
    private final ProgramLimits limits;
    private final RenderSettings settings;
    private final Confinement confinement;
    private final Class<?> main;
    private final List<String> javaOptions;
    private Child child;
    private int starts;
    private boolean closed;

    /**
     * Starts a process and opens the program in it.
     *
     * @throws OnnxSession.EngineException if the engine refuses it
     * @throws UncheckedIOException        if the file is not what it was, or no process can be started
     */
    ProgramProcess(ForeignModel program, ProgramLimits limits, RenderSettings settings) {
        this(program, limits, settings, Confinement.ofThisSystem(), ProgramChild.class, List.of());
    }

    /** @param main what runs in the process @param javaOptions of it */
    ProgramProcess(ForeignModel program, ProgramLimits limits, RenderSettings settings, Confinement confinement, Class<?> main,
            List<String> javaOptions) {
        this.program = ProgramBytes.forEngine(program);
        this.limits = limits;
        this.settings = settings;
        this.confinement = confinement;
        this.main = main;
        this.javaOptions = javaOptions;
        start();
    }

    private void start() {
        starts++;
        try {
            child = new Child();
            child.open();
        } catch (IOException e) {
            end();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            end();
            throw e;
        }
    }

    @Override
    public synchronized Map<String, Tensor> run(List<Port> ports, Map<String, Tensor> inputs, Set<String> outputs) {
        if (closed) throw new IllegalStateException("closed");
        if (child == null) {
            if (starts > limits.restarts()) throw new Ended(ProgramFault.ENDED_TOO_OFTEN.with());
            start();
        }
        try {
            return child.run(ports, inputs, outputs);
        } catch (Ended e) {
            end();
            throw e;
        }
    }

    /** Of the process that runs it now. */
    synchronized long pid() {
        return child == null ? 0 : child.process.pid();
    }

    private void end() {
        if (child != null) child.close();
        child = null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        end();
    }

    /** One process. */
    private final class Child implements AutoCloseable {
        private final Arena arena = Arena.ofShared();
        private final SharedMemory tensorMemory;
        private final SharedMemory programMemory;
        private final Path scratch;
        private final MemorySegment tensors;
        private final ConfinedProcess process;
        private final DataOutputStream commands;
        private final DataInputStream replies;
        private volatile long deadline; // of System.nanoTime, 0 while nothing is asked
        private volatile long allowed; // seconds
        private volatile Phrase ended; // why it was
        private boolean ready;
        private boolean isClosed;

        Child() throws IOException {
            tensorMemory = confinement.memory();
            programMemory = confinement.memory();
            scratch = TemporaryFiles.folder("meander-program");
            ConfinedProcess started = null;
            try {
                tensors = tensorMemory.map(TENSORS, arena);
                tensorMemory.seal(false);
                started = confinement.start(launch());
            } finally {
                if (started == null) release();
            }
            process = started;
            commands = new DataOutputStream(new BufferedOutputStream(process.commands()));
            replies = new DataInputStream(new BufferedInputStream(process.replies()));
            Thread.ofVirtual().name("meander-program-limits").start(this::watch);
        }

        private Confinement.Launch launch() throws IOException {
            EngineNatives natives = EngineNatives.of(program.language());
            long size = ProgramBytes.size(program);
            String classPath = System.getProperty("java.class.path");
            List<String> arguments = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED",
                    "-Xmx" + (HEAP + 2 * size / MIB) + "m", "-Xms64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData", "-XX:+DisableAttachMechanism", "-XX:-UseContainerSupport", "-Xshare:auto",
                    "-Xlog:disable", "-Djava.io.tmpdir=" + scratch, "-Duser.home=" + scratch, "-cp", classPath));
            Map<String, String> properties = new HashMap<>(ChildJvm.properties());
            properties.putAll(natives.properties());
            properties.forEach((name, value) -> arguments.add("-D" + name + "=" + value));
            arguments.addAll(javaOptions);
            boolean confined = !(confinement.holds() instanceof Confinement.Holds.None);
            arguments.addAll(List.of(main.getName(), program.language().name(), Integer.toString(settings.threads()),
                    tensorMemory.handle(), Long.toString(TENSORS), programMemory.handle(), Long.toString(limits.memory()),
                    Boolean.toString(confined)));
            List<Path> readable = Stream
                    .concat(Stream.of(classPath.split(File.pathSeparator)).map(Path::of).map(Path::toAbsolutePath),
                            natives.folders().stream())
                    .toList();
            Map<String, String> environment = new HashMap<>(Map.of("LC_ALL", "C.UTF-8", "MALLOC_ARENA_MAX", "2",
                    "ORT_DISABLE_TELEMETRY", "1", "DJL_OFFLINE", "true", "OPT_OUT_TRACKING", "true"));
            for (String name : KEPT_VARIABLES)
                if (System.getenv(name) != null) environment.put(name, System.getenv(name));
            return new Confinement.Launch(arguments, readable, scratch, environment, List.of(tensorMemory, programMemory),
                    limits.memory());
        }

        private void watch() {
            try {
                while (process.status().isEmpty()) {
                    long until = deadline;
                    if (until != 0 && System.nanoTime() - until > 0) end(tooLong());
                    ConfinedProcess.Holding holding = process.holding();
                    if (holding.memory() > limits.memory()) end(ProgramFault.TOO_MUCH_MEMORY.with(limits.memory() / MIB));
                    if (holding.threads() > MOST_THREADS) end(ProgramFault.TOO_MANY_THREADS.with(MOST_THREADS));
                    if (ended != null) return;
                    Thread.sleep(until == 0 ? IDLE_LOOK : BUSY_LOOK);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private Phrase tooLong() {
            return ProgramFault.TOO_LONG.with(allowed);
        }

        private void end(Phrase why) {
            if (ended == null) ended = why;
            process.kill();
        }

        void open() throws IOException {
            long size = ProgramBytes.size(program);
            ProgramBytes bytes;
            try (Arena reading = Arena.ofShared()) {
                bytes = ProgramBytes.read(program, programMemory.map(size, reading)); // while the process starts
            }
            programMemory.seal(true);
            asked(limits.start(), () -> {
                expect(ProgramWire.READY);
                ready = true;
                commands.writeByte(ProgramWire.OPEN);
                commands.writeByte(bytes.language().ordinal());
                commands.writeLong(size);
                commands.writeLong(bytes.length());
                ProgramWire.writeBeside(commands, bytes.apart());
                ProgramWire.writeNames(commands, bytes.outputs());
                commands.flush();
                expect(ProgramWire.OPENED);
                return null;
            });
        }

        Map<String, Tensor> run(List<Port> ports, Map<String, Tensor> inputs, Set<String> outputs) {
            List<Place> places = new ArrayList<>();
            long at = 0;
            long numbers = 0;
            for (Port port : ports) {
                Tensor tensor = inputs.get(port.name());
                float[] data = tensor.data();
                if ((long) data.length * Float.BYTES > TENSORS - at)
                    throw new OnnxSession.EngineException(ProgramFault.TOO_MANY_NUMBERS.with());
                MemorySegment.copy(data, 0, tensors, ValueLayout.JAVA_FLOAT, at, data.length);
                List<Integer> dims = Arrays.stream(tensor.shape().dims()).boxed().toList();
                places.add(new Place(new Port(port.name(), port.type(), dims), at));
                at = ProgramWire.after(at, data.length);
                numbers += data.length;
            }
            long free = at;
            List<Place> results = asked(limits.call(numbers), () -> {
                commands.writeByte(ProgramWire.RUN);
                ProgramWire.writePlaces(commands, places);
                ProgramWire.writeNames(commands, List.copyOf(outputs));
                commands.writeLong(free);
                commands.flush();
                expect(ProgramWire.RESULTS);
                List<Place> said = ProgramWire.readPlaces(replies);
                long all = 0;
                for (Place place : said)
                    all += place.numbers(TENSORS);
                if (all > TENSORS / Float.BYTES) throw new IOException("its tensors lie in one another");
                return said;
            });
            Map<String, Tensor> copied = tensors(results, free);
            if (!outputs.isEmpty() && Collections.disjoint(outputs, copied.keySet()))
                throw new OnnxSession.EngineException(ProgramFault.NOTHING_ASKED.with());
            return copied;
        }

        /** Copies of them: what lies there can change at any time. */
        private Map<String, Tensor> tensors(List<Place> places, long free) {
            Map<String, Tensor> copied = new LinkedHashMap<>();
            long end = free;
            for (Place place : places) {
                Shape shape = Shape.of(place.port().dims().stream().mapToInt(Integer::intValue).toArray());
                float[] data = new float[shape.elements()];
                MemorySegment.copy(tensors, ValueLayout.JAVA_FLOAT, place.at(), data, 0, data.length);
                copied.put(place.port().name(), new Tensor(shape, data));
                end = Math.max(end, place.at() + (long) data.length * Float.BYTES);
            }
            if (end > KEPT) tensorMemory.forget(tensors.asSlice(0, end));
            return copied;
        }

        private interface Asking<T> {
            T ask() throws IOException;
        }

        /** Asks within a time. @throws Ended if no answer can be had any more */
        private <T> T asked(Duration patience, Asking<T> asking) {
            allowed = patience.toSeconds();
            long until = Math.max(1, System.nanoTime() + patience.toNanos());
            deadline = until;
            try {
                T answer = asking.ask();
                if (System.nanoTime() - until > 0) { // between two looks of the watching thread
                    end(tooLong());
                    throw new Ended(ended);
                }
                return answer;
            } catch (EOFException e) {
                throw new Ended(why());
            } catch (IOException e) {
                boolean was = ended != null || process.status().isPresent();
                process.kill();
                throw new Ended(
                        was ? why() : ProgramFault.WRONG_ANSWER.with(Technical.REMARK.with(String.valueOf(e.getMessage()))));
            } finally {
                deadline = 0;
            }
        }

        /** Why it ended, which is known a moment later. */
        private Phrase why() {
            process.kill(); // one that only closed its pipes
            for (int i = 0; i < 100 && process.status().isEmpty(); i++)
                try {
                    Thread.sleep(10);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    break;
                }
            if (ended != null) return ended;
            // Later these are the engine's own remarks.
            String said = ready ? "" : process.complaints().lines().reduce((_, last) -> last).map(ProgramWire::reason).orElse("");
            int status = process.status().orElse(0);
            return said.isEmpty() ? ProgramFault.ENDED.with(status) : ProgramFault.ENDED_SAYING.with(status, said);
        }

        /** Reads what kind of answer comes. @throws OnnxSession.EngineException if the engine failed */
        private void expect(int kind) throws IOException {
            int said = replies.readUnsignedByte();
            if (said == ProgramWire.FAILED)
                throw new OnnxSession.EngineException(
                        new IllegalStateException(ProgramWire.reason(ProgramWire.readName(replies))));
            if (said != kind) throw new IOException("answer " + said);
        }

        @Override
        public void close() {
            if (isClosed) return;
            isClosed = true;
            process.close();
            release();
        }

        private void release() {
            tensorMemory.close();
            programMemory.close();
            arena.close();
            delete(scratch);
        }

        /** With the empty folders that an engine has left there. */
        private static void delete(Path folder) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
            } catch (IOException e) {
                // The system clears it away.
            }
        }
    }
}
