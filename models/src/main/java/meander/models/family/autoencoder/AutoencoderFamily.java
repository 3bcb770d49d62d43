package meander.models.family.autoencoder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.family.Control;
import meander.models.family.Family;
import meander.models.family.OpenResult;
import meander.models.family.OpenedTranslator;
import meander.models.family.OpenedTranslator.Norm;
import meander.models.family.Translator;
import meander.models.family.Translator.Range;
import meander.models.family.Unwrapped;
import meander.models.infer.DoesNotFit;
import meander.models.infer.Guesses;
import meander.models.infer.Guesses.Source;
import meander.models.infer.Modules;
import meander.models.infer.Nonlinearity;

/**
 * Plain sequences of convolutions from picture to picture, such as {@code encoder.0} … {@code decoder.4}: convolutions, transposed ones,
 * normalisation with or without weights, and what the list of modules tells to stand between. Their files do not say where the picture
 * halves, which activations there are, and what black and white are: that is guessed and shown as a {@link Control.Guess}.
 */
public final class AutoencoderFamily implements Family {
    static final String NAME = "Encoder-decoder";
    private static final String PREFIX = "autoencoder.";
    private static final int SMALLEST = 8;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        for (Unwrapped network : Unwrapped.in(checkpoint))
            try {
                Modules modules = Modules.of(network.state());
                Inference.Found found = Inference.of(modules);
                return Optional.of(Candidate.of(answers -> open(checkpoint.file(), network, modules, found, answers),
                        _ -> List.of(network.state())));
            } catch (DoesNotFit e) {
                // Another network of the file may be one; if none is, it is of no kind that is known here.
            }
        return Optional.empty();
    }

    private static OpenResult open(Path file, Unwrapped network, Modules modules, Inference.Found found,
            Map<String, String> answers) {
        Guesses guesses = new Guesses(answers, network.state().attributes(), PREFIX);
        List<Step> steps = guesses.choose("strides", "Halving at", found.ways(), Stack::label, found.ways().getFirst(),
                Source.LAYOUT);
        Nonlinearity hidden = Nonlinearity.RELU;
        if (steps.stream().anyMatch(Step.Activate.class::isInstance))
            hidden = guesses.choose("activation", "Hidden activation", Nonlinearity.HIDDEN, Nonlinearity::label,
                    named(modules, "leaky") ? Nonlinearity.LEAKY_RELU_02 : Nonlinearity.RELU, Source.LAYOUT);
        Nonlinearity usual = named(modules, "sigm")
                ? Nonlinearity.SIGMOID
                : Boolean.FALSE.equals(found.ends()) ? Nonlinearity.NONE : Nonlinearity.TANH;
        Nonlinearity output = guesses.choose("outputActivation", "Output activation", Nonlinearity.OUTPUT, Nonlinearity::label,
                usual, Source.LAYOUT);
        Range range = guesses.choose("dataRange", "Data range", List.of(Range.values()), AutoencoderFamily::label,
                output == Nonlinearity.TANH ? Range.SIGNED : Range.UNIT, Source.LAYOUT);
        Stack stack = new Stack(steps, hidden, output);
        boolean batch = steps.stream().anyMatch(Step.BatchNorm.class::isInstance);
        boolean instance = steps.stream().anyMatch(Step.InstanceNorm.class::isInstance);
        OpenedTranslator.Read read = new OpenedTranslator.Read(NAME,
                steps.stream().filter(step -> step instanceof Step.Conv || step instanceof Step.Up).count() + " layers", network,
                batch ? Norm.BATCH : instance ? Norm.INSTANCE : Norm.NONE, false, false, 0, guesses.notes());
        int multiple = 1 << stack.depth();
        Translator.Traits traits = new Translator.Traits(found.inputs(), found.outputs(), 1, multiple,
                Math.max(SMALLEST, multiple), stack.reach(), range, List.of());
        return OpenedTranslator.of(file, read, traits, (scope, x, normalisation, _) -> stack.picture(scope, x, normalisation),
                List.copyOf(guesses.controls()));
    }

    private static boolean named(Modules modules, String part) {
        return modules.names().stream().anyMatch(name -> name.contains(part));
    }

    private static String label(Range range) {
        return switch (range) {
            case SIGNED -> "-1..1";
            case UNIT -> "0..1";
        };
    }
}
