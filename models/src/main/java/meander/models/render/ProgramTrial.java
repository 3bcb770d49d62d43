package meander.models.render;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import meander.models.checkpoint.Checkpoints;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.Port;
import meander.models.checkpoint.Program;
import meander.models.checkpoint.Rejected;
import meander.models.family.Feed;
import meander.models.family.ProgramModel;
import meander.models.family.program.Plan;
import meander.models.family.program.Trial;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;

/**
 * Runs a program in a JVM of its own: what crashes there, takes for ever or takes all memory is an answer here.
 *
 * @param patience   how long it may take, beside reading the file
 * @param mostMemory that it may hold beside its own size, in bytes
 */
public record ProgramTrial(Duration patience, long mostMemory) implements Trial {
    private static final long MIB = 1 << 20;
    private static final long SLOWEST_DISK = 20 * MIB; // bytes a second
    private static final int HEAP = 512; // MiB, beside the file
    private static final String MARK = "meander\t";
    /** Sides of a picture that a translator takes must be multiples of one of these. */
    private static final int[] MULTIPLES = {1, 2, 4, 8, 16, 32, 64, 128, 256};
    private static final int SIDE = 64;
    private static final int LONGEST_REASON = 300;

    /** A minute and 4 GiB. */
    public ProgramTrial() {
        this(Duration.ofMinutes(1), 4L << 30);
    }

    @Override
    public Outcome run(Program program, Map<String, String> answers) {
        long size = program.whole().length() + program.apart().stream().mapToLong(each -> each.bytes().length()).sum();
        Duration limit = patience.plusSeconds(size / SLOWEST_DISK);
        List<String> command = new ArrayList<>(List.of(Child.class.getName(), program.file().toAbsolutePath().toString()));
        answers.forEach((guess, answer) -> command.addAll(List.of(guess, answer)));
        ChildProcess child = new ChildProcess(limit, HEAP + 2 * size / MIB, mostMemory + 4 * size);
        return switch (child.run(command)) {
            case ChildProcess.Outcome.Ended(int status, String said, _) when status == 0 -> outcome(said, program);
            case ChildProcess.Outcome.Ended(int status, _, _) ->
                new Outcome.Failed("it ended the process (status " + status + ")");
            case ChildProcess.Outcome.TookTooLong _ -> new Outcome.Failed("it took more than " + limit.toSeconds() + " seconds");
            case ChildProcess.Outcome.TookTooMuch _ ->
                new Outcome.Failed("it took more than " + (mostMemory + 4 * size) / MIB + " MiB of memory");
            case ChildProcess.Outcome.DidNotStart(String why) -> new Outcome.Failed("nothing could start (" + why + ")");
        };
    }

    private static Outcome outcome(String said, Program program) {
        List<Given> outputs = new ArrayList<>();
        List<Port> found = new ArrayList<>();
        int multiple = 1;
        int side = 0;
        try {
            for (String line : said.lines().filter(line -> line.startsWith(MARK)).toList()) {
                String[] parts = line.split("\t", -1);
                switch (parts[1]) {
                    case "failed" -> {
                        return new Outcome.Failed("the engine said: " + parts[2]);
                    }
                    case "side" -> {
                        multiple = Integer.parseInt(parts[2]);
                        side = Integer.parseInt(parts[3]);
                    }
                    case "input" -> found.add(new Port(parts[4], DType.valueOf(parts[3]), dims(parts[2])));
                    default -> outputs
                            .add(new Given(parts[5], dims(parts[2]), Double.parseDouble(parts[3]), Double.parseDouble(parts[4])));
                }
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return new Outcome.Failed("it said something else than was asked");
        }
        return outputs.isEmpty()
                ? new Outcome.Failed("it gave nothing")
                : new Outcome.Ran(found.isEmpty() ? program : program.withInputs(found), outputs, multiple, side);
    }

    private static List<Integer> dims(String text) {
        return text.isEmpty() ? List.of() : Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
    }

    /** In the other process: reads the file anew, runs it, and says what came of it. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            Map<String, String> answers = new HashMap<>();
            for (int i = 1; i + 1 < arguments.length; i += 2)
                answers.put(arguments[i], arguments[i + 1]);
            try (PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
                switch (Checkpoints.open(Path.of(arguments[0]))) {
                    case Program program -> tried(program, answers).forEach(line -> out.println(MARK + line));
                    case Rejected why -> out.println(MARK + failed(why.sentence()));
                    case meander.models.checkpoint.Checkpoint _ -> out.println(MARK + failed("it is no program any more"));
                }
            }
            Runtime.getRuntime().halt(0); // natives of the program have no say in how this ends
        }

        private static List<String> tried(Program program, Map<String, String> answers) {
            if (!program.isTold()) return searched(program, answers);
            Plan plan = Plan.of(program, Plan.guesses(program, answers)).orElseThrow();
            try (ProgramSession session = ProgramSession.open(program, RenderSettings.DEFAULT)) {
                Map<String, Tensor> inputs = ProgramModel.inputs(plan.feeds(), RenderRequest.DEFAULT);
                return plan.picture().isEmpty()
                        ? lines(results(program, session, inputs))
                        : translated(program, session, inputs, plan);
            } catch (OnnxSession.EngineException e) {
                return List.of(failed(e.getMessage()));
            }
        }

        private static List<String> searched(Program program, Map<String, String> answers) {
            Optional<List<Port>> found;
            try (ScriptProgram session = new ScriptProgram(program)) {
                found = new ShapeSearch(session).of(program.inputs());
            } catch (OnnxSession.EngineException e) {
                return List.of(failed(e.getMessage()));
            }
            if (found.isEmpty()) return List.of(failed("no input of any usual shape gives a picture"));
            List<String> lines = new ArrayList<>(tried(program.withInputs(found.get()), answers));
            for (Port port : found.get())
                lines.add("input\t" + port.dims().stream().map(String::valueOf).collect(Collectors.joining(",")) + "\t"
                        + port.type() + "\t" + port.name());
            return lines;
        }

        private static List<String> translated(Program program, ProgramSession session, Map<String, Tensor> inputs, Plan plan) {
            Feed picture = plan.picture().orElseThrow();
            List<Integer> dims = picture.port().dims();
            boolean last = Plan.channelsLast(dims);
            int own = Math.max(dims.get(last ? 1 : 2), dims.get(last ? 2 : 3));
            String multiple = program.facts().getOrDefault("meander.multiple", "");
            int[] multiples = multiple.matches("[1-9]\\d{0,3}") ? new int[]{Integer.parseInt(multiple)} : MULTIPLES;
            OnnxSession.EngineException reason = null;
            for (int each : own == Port.ANY ? multiples : new int[]{1}) {
                // An odd multiple, so that no smaller one would do.
                int side = own == Port.ANY ? Math.max(SIDE / each, 1) / 2 * 2 * each + each : own;
                Shape shape = picture.shape().with(last ? 1 : 2, side).with(last ? 2 : 3, side);
                inputs.put(picture.port().name(), gradient(shape));
                try {
                    Map<String, Tensor> results = results(program, session, inputs);
                    if (each < multiples[multiples.length - 1] && !isEnlarged(results, side)) continue;
                    List<String> lines = new ArrayList<>(lines(results));
                    lines.add("side\t" + each + "\t" + side);
                    return lines;
                } catch (OnnxSession.EngineException e) {
                    reason = e;
                }
            }
            return List.of(failed(reason == null ? "it gave pictures of another size" : reason.getMessage()));
        }

        /** Whether there is a picture among them whose sides are multiples of what it was given. */
        private static boolean isEnlarged(Map<String, Tensor> results, int side) {
            return results.values().stream().map(Tensor::shape).anyMatch(shape -> shape.rank() == 4
                    && Arrays.stream(shape.dims()).filter(dim -> dim >= side && dim % side == 0).count() >= 2);
        }

        /** Numbers from 0 to 1, which are a picture to everybody. */
        private static Tensor gradient(Shape shape) {
            float[] data = new float[shape.elements()];
            for (int i = 0; i < data.length; i++)
                data[i] = (float) i / data.length;
            return new Tensor(shape, data);
        }

        private static Map<String, Tensor> results(Program program, ProgramSession session, Map<String, Tensor> inputs) {
            return session.run(inputs, program.outputs().stream().map(Port::name).collect(Collectors.toSet()));
        }

        private static List<String> lines(Map<String, Tensor> results) {
            List<String> lines = new ArrayList<>();
            results.forEach((name, tensor) -> {
                double least = Double.POSITIVE_INFINITY;
                double largest = Double.NEGATIVE_INFINITY;
                for (float value : tensor.data()) {
                    least = Math.min(least, value);
                    largest = Math.max(largest, value);
                }
                String dims = Arrays.stream(tensor.shape().dims()).mapToObj(Integer::toString).collect(Collectors.joining(","));
                lines.add("output\t" + dims + "\t" + least + "\t" + largest + "\t" + name);
            });
            return lines;
        }

        private static String failed(String reason) {
            String line = String.valueOf(reason).strip().lines().findFirst().orElse("").replace('\t', ' ');
            return "failed\t" + (line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line);
        }
    }
}
