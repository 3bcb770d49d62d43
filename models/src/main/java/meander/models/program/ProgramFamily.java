package meander.models.program;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Port;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.family.Assumptions;
import meander.models.family.Assumptions.Source;
import meander.models.family.Family;
import meander.models.family.ImageLayout;
import meander.models.family.ImageLayout.Scale;
import meander.models.family.InputBinding;
import meander.models.family.InputBinding.Role;
import meander.models.family.InputMapping;
import meander.models.family.ModelInfo;
import meander.models.family.OpenResult;
import meander.models.family.ProgramModel;
import meander.models.family.ProgramPolicy;
import meander.models.family.ProgramProbe;
import meander.models.family.ProgramTranslator;
import meander.models.family.Translator;
import meander.models.latent.ClassMix;
import meander.models.process.Confinement;
import meander.models.process.ConfinementLack;
import meander.models.render.GraphTrial;
import meander.models.render.ProgramTrial;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import meander.models.text.Phrase;

/**
 * Generators and translators that come as programs, from wherever. What such a file asks for becomes controls, by names and shapes. A
 * TorchScript is compiled onto our own graph where that can be; else the program is tried in a process of its own, and nothing of it runs in this
 * process. What it gives tells the picture.
 */
public final class ProgramFamily implements Family {
    /** A number of classes that a program does not tell; more are asked for with an answer. */
    private static final List<Integer> COUNTS = List.of(2, 10, 100, 1000);
    private static final int USUAL_COUNT = 10;
    /** Below this a number is no rounding error. */
    private static final double CLEARLY_NEGATIVE = -0.02;
    private static final double CLEARLY_BYTES = 2;
    private static final int SMALLEST = 8;
    /** How far most translators look, in pixels. */
    private static final int MARGIN = 32;
    private static final int SHOWN = 6;

    private static final String ON_THE_GRAPH = "It runs on Meander's own graph: its program was compiled, and none of it reaches an engine.";
    private static final String IN_THE_ENGINE = "It runs as a program in the engine, in a process of its own; what it computes is the file's own.";

    private final ProgramProbe trial;

    public ProgramFamily() {
        this(new ProgramTrial());
    }

    ProgramFamily(ProgramProbe trial) {
        this.trial = trial;
    }

    /** Whether a program was compiled onto our own graph, so that no engine runs anything of its file. */
    public static boolean isCompiled(ModelInfo info) {
        return info.notes().contains(ON_THE_GRAPH);
    }

    @Override
    public String name() {
        return "ONNX, TorchScript";
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        return Optional.empty();
    }

    @Override
    public Optional<Candidate> recognise(ForeignModel program, ProgramPolicy policy) {
        return Optional.of(answers -> switch (policy) {
            case NEVER_RUN -> described(program);
            case RUN_CONFINED -> open(program, answers, switch (trial.holds()) {
                case Confinement.Holds.Full _ -> Optional.empty();
                case Confinement.Holds.Partial(ConfinementLack lacking) -> Optional.of(ConfinementFault.of(lacking));
                case Confinement.Holds.None(ConfinementLack why) -> Optional.of(ConfinementFault.of(why));
            });
            case RUN_UNCONFINED -> open(program, answers, Optional.empty());
        });
    }

    private static OpenResult unconfined(ForeignModel program, Phrase lacking) {
        return refused(Reason.PROGRAM_UNCONFINED, name(program), program.language().title(), lacking);
    }

    /** What the file says of itself, of which nothing has run. */
    private static OpenResult described(ForeignModel program) {
        List<String> lines = new ArrayList<>();
        program.inputs().forEach(port -> lines.add("input " + port));
        program.outputs().forEach(port -> lines.add("output " + port));
        lines.add("%,d numbers".formatted(program.parameters()));
        program.facts().forEach((key, value) -> lines.add(key + ": " + value));
        return new OpenResult.Refused(Rejected.because(Reason.PROGRAM_NOT_RUN, name(program), program.language().title())
                .with(String.join("\n", lines)));
    }

    /** @param lacking what confinement lacks, without which no engine may run a program */
    private OpenResult open(ForeignModel program, Map<String, String> answers, Optional<Phrase> lacking) {
        if (program.isTold() && plan(program, InputMapping.guesses(program, answers)).isEmpty())
            return none(program, program.outputs().stream().map(Port::toString).toList());
        Optional<ProgramProbe.Outcome> own = GraphTrial.run(program, answers);
        if (own.isEmpty() && lacking.isPresent()) return unconfined(program, lacking.get());
        return switch (own.orElseGet(() -> trial.run(program, answers))) {
            case ProgramProbe.Outcome.Failed(Phrase what) ->
                refused(own.isPresent() ? Reason.COMPILED_TRIAL_FAILED : Reason.TRIAL_FAILED, name(program), what);
            case ProgramProbe.Outcome.Ran ran ->
                opened(ran, InputMapping.guesses(ran.program(), answers), own.isPresent() ? ON_THE_GRAPH : IN_THE_ENGINE);
        };
    }

    /** @param how a note on what runs it */
    private static OpenResult opened(ProgramProbe.Outcome.Ran ran, Assumptions guesses, String how) {
        ForeignModel program = ran.program();
        Optional<InputMapping> plan = plan(program, guesses);
        Optional<ProgramProbe.Given> drawn = ran.outputs().stream().filter(given -> isPicture(given.dims()))
                .max(Comparator.comparingInt(given -> side(given.dims(), 0) * side(given.dims(), 1)));
        if (plan.isEmpty() || drawn.isEmpty())
            return none(program, ran.outputs().stream().map(given -> given.name() + " " + given.dims()).toList());
        return plan.get().picture().isPresent()
                ? translator(program, plan.get(), ran, drawn.get(), guesses, how)
                : model(program, plan.get(), drawn.get(), guesses, how);
    }

    /** Empty where there is nothing to draw from; also where an input has more numbers than a tensor holds. */
    private static Optional<InputMapping> plan(ForeignModel program, Assumptions guesses) {
        try {
            return InputMapping.of(program, guesses);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static OpenResult model(ForeignModel program, InputMapping plan, ProgramProbe.Given drawn, Assumptions guesses,
            String how) {
        Scale scale = scale(drawn, guesses);
        boolean numbered = plan.feeds().stream().anyMatch(feed -> feed.role() == Role.CLASS && feed.classes() == 0);
        int classes = plan.feeds().stream().mapToInt(InputBinding::classes).max().orElse(0);
        if (numbered) {
            int count = guesses.choose("classes", "Classes", COUNTS, Object::toString, USUAL_COUNT, Source.LAYOUT);
            classes = classes == 0 ? count : classes;
        }
        int z = plan.feeds().stream().mapToInt(InputBinding::dimensions).sum();
        List<Control> controls = new ArrayList<>();
        controls.add(new Control.Seed(z));
        for (InputBinding feed : plan.feeds())
            switch (feed.role()) {
                case PSI -> controls.add(new Control.Truncate(feed.shape().elements() > 1 ? feed.shape().elements() : 0));
                case SLIDER -> controls.add(feed.slider());
                case LATENT, CLASS, NOISE, PICTURE, ZERO -> {
                    // Below, for all of them together.
                }
            }
        List<Control.Layer> noises = plan.feeds().stream().filter(feed -> feed.role() == Role.NOISE)
                .map(feed -> new Control.Layer(feed.at(), feed.shape().dim(-1))).toList();
        if (!noises.isEmpty()) controls.add(new Control.NoiseLevels(noises));
        if (classes > 0) controls.add(new Control.Classes(classes, List.of()));
        controls.add(new Control.EditZ(z));
        controls.addAll(guesses.controls());
        int layers = plan.feeds().stream().filter(feed -> feed.role() == Role.PSI && feed.shape().elements() > 1)
                .mapToInt(feed -> feed.shape().elements()).max().orElse(0);
        ModelInfo info = info(program, drawn.dims(), z, layers, classes, guesses, how);
        RenderRequest initial = classes > 0 ? RenderRequest.DEFAULT.withClasses(ClassMix.of(0)) : RenderRequest.DEFAULT;
        return new OpenResult.Ready(new ProgramModel(info, controls, initial, program, plan.feeds(), output(drawn, scale)));
    }

    private static OpenResult translator(ForeignModel program, InputMapping plan, ProgramProbe.Outcome.Ran ran,
            ProgramProbe.Given drawn, Assumptions guesses, String how) {
        InputBinding picture = plan.picture().orElseThrow();
        List<Integer> dims = picture.port().dims();
        boolean last = InputMapping.channelsLast(dims);
        int channels = picture.shape().dim(last ? 3 : 1);
        int height = dims.get(last ? 1 : 2);
        int width = dims.get(last ? 2 : 3);
        boolean bound = height != Port.ANY || width != Port.ANY;
        int factor = side(drawn.dims(), 0) / ran.side();
        boolean square = !bound
                || Math.max(height, width) == ran.side() && (height == width || height == Port.ANY || width == Port.ANY);
        if (!square || factor < 1 || side(drawn.dims(), 0) != factor * ran.side() || side(drawn.dims(), 1) != factor * ran.side())
            return none(program, List.of(drawn.name() + " " + drawn.dims()));
        Scale scale = scale(drawn, guesses);
        int multiple = bound ? ran.side() : ran.multiple();
        Translator.Range range = scale == Scale.SIGNED ? Translator.Range.SIGNED : Translator.Range.UNIT;
        Translator.Traits traits = new Translator.Traits(channels, channels(drawn.dims()), factor, multiple,
                Math.max(multiple, SMALLEST), bound ? ran.side() : Math.ceilDiv(MARGIN, multiple) * multiple, range,
                List.of(Translator.Mode.EVALUATION));
        ModelInfo drawnInfo = info(program, drawn.dims(), 0, 0, 0, guesses, how);
        int own = bound ? ran.side() : 0;
        ModelInfo info = new ModelInfo(drawnInfo.file(), drawnInfo.family(), drawnInfo.variant(), own, own, drawnInfo.channels(),
                0, 0, 0, 0, drawnInfo.parameters(), drawnInfo.notes());
        return new OpenResult.Translates(new ProgramTranslator(info, List.copyOf(guesses.controls()), traits, program,
                plan.feeds(), new ImageLayout(last, scale), output(drawn, scale), bound));
    }

    private static ModelInfo info(ForeignModel program, List<Integer> dims, int z, int layers, int classes, Assumptions guesses,
            String how) {
        String made = program.facts().getOrDefault("meander.family", "");
        List<String> notes = new ArrayList<>();
        program.inputs().forEach(port -> notes.add("Takes " + port + "."));
        notes.add(how);
        guesses.notes().forEach(note -> notes.add(note + "."));
        return new ModelInfo(program.file(), made.isEmpty() ? program.language().title() : made,
                made.isEmpty() ? "" : program.language().title(), side(dims, 1), side(dims, 0), channels(dims), z, 0, layers,
                classes, program.parameters(), notes);
    }

    private static ProgramModel.Output output(ProgramProbe.Given drawn, Scale scale) {
        return new ProgramModel.Output(drawn.name(), new ImageLayout(isLast(drawn.dims()), scale));
    }

    private static Scale scale(ProgramProbe.Given drawn, Assumptions guesses) {
        Scale guess = drawn.least() < CLEARLY_NEGATIVE
                ? Scale.SIGNED
                : drawn.largest() > CLEARLY_BYTES ? Scale.BYTES : Scale.UNIT;
        return guesses.choose("dataRange", "Data range", List.of(Scale.values()), Scale::label, guess, Source.LAYOUT);
    }

    /** {@code [1,C,H,W]}, {@code [1,H,W,C]} or {@code [1,H,W]}. */
    private static boolean isPicture(List<Integer> dims) {
        if (dims.size() < 3 || dims.size() > 4 || dims.getFirst() != 1) return false;
        return InputMapping.isChannels(channels(dims)) && side(dims, 0) > 1 && side(dims, 1) > 1;
    }

    private static boolean isLast(List<Integer> dims) {
        return dims.size() == 4 && InputMapping.channelsLast(dims);
    }

    private static int channels(List<Integer> dims) {
        return dims.size() == 3 ? 1 : dims.get(isLast(dims) ? 3 : 1);
    }

    /** @param axis 0 for the height, 1 for the width */
    private static int side(List<Integer> dims, int axis) {
        return dims.get(axis + (dims.size() == 3 || isLast(dims) ? 1 : 2));
    }

    private static OpenResult none(ForeignModel program, List<String> gives) {
        return refused(Reason.NOT_A_PICTURE_MAKER, name(program), list(program.inputs().stream().map(Port::toString).toList()),
                list(gives));
    }

    private static String list(List<String> ports) {
        if (ports.isEmpty()) return "nothing";
        return ports.stream().limit(SHOWN).collect(Collectors.joining(", ")) + (ports.size() > SHOWN ? ", …" : "");
    }

    private static String name(ForeignModel program) {
        return program.file().getFileName().toString();
    }

    private static OpenResult refused(Reason reason, Object... details) {
        return new OpenResult.Refused(Rejected.because(reason, details));
    }
}
