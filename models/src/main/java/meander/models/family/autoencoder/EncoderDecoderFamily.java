package meander.models.family.autoencoder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.family.Assumptions;
import meander.models.family.Assumptions.Source;
import meander.models.family.Family;
import meander.models.family.LoadedTranslator;
import meander.models.family.LoadedTranslator.Norm;
import meander.models.family.ModuleView;
import meander.models.family.OpenResult;
import meander.models.family.RecognitionOrder;
import meander.models.family.Translator;
import meander.models.family.Translator.Range;
import meander.models.infer.ActivationFunction;
import meander.models.infer.InferenceException;
import meander.models.infer.ModuleSequence;
import meander.models.request.Control;

/**
 * Plain sequences of convolutions from picture to picture, such as {@code encoder.0} … {@code decoder.4}: convolutions, transposed ones,
 * normalisation with or without weights, and what the list of modules tells to stand between. Their files do not say where the picture
 * halves, which activations there are, and what black and white are: that is guessed and shown as a {@link Control.Guess}.
 */
public final class EncoderDecoderFamily implements Family {
    static final String NAME = "Encoder-decoder";
    private static final String PREFIX = "autoencoder.";
    private static final int SMALLEST = 8;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RecognitionOrder order() {
        return RecognitionOrder.TRANSLATOR_BY_LAYERS;
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        for (ModuleView network : ModuleView.generators(checkpoint))
            // A part of a larger network may be a stack too, but the file is more than that.
            if (network.whole()) try {
                ModuleSequence modules = ModuleSequence.of(network.state());
                EncoderDecoderInference.Found found = EncoderDecoderInference.of(modules);
                return Optional.of(Candidate.of(answers -> open(checkpoint.file(), network, modules, found, answers),
                        _ -> List.of(network.state())));
            } catch (InferenceException e) {
                // Another network of the file may be one; if none is, it is of no kind that is known here.
            }
        return Optional.empty();
    }

    private static OpenResult open(Path file, ModuleView network, ModuleSequence modules, EncoderDecoderInference.Found found,
            Map<String, String> answers) {
        Assumptions guesses = new Assumptions(answers, network.state().attributes(), PREFIX);
        List<EncoderDecoderLayer> steps = guesses.choose("strides", "Halving at", found.ways(), EncoderDecoderNetwork::label,
                found.ways().getFirst(), Source.LAYOUT);
        ActivationFunction hidden = ActivationFunction.RELU;
        if (steps.stream().anyMatch(EncoderDecoderLayer.Activate.class::isInstance))
            hidden = guesses.choose("activation", "Hidden activation", ActivationFunction.HIDDEN, ActivationFunction::label,
                    named(modules, "leaky") ? ActivationFunction.LEAKY_RELU_02 : ActivationFunction.RELU, Source.LAYOUT);
        ActivationFunction usual = named(modules, "sigm")
                ? ActivationFunction.SIGMOID
                : Boolean.FALSE.equals(found.ends()) ? ActivationFunction.NONE : ActivationFunction.TANH;
        ActivationFunction output = guesses.choose("outputActivation", "Output activation", ActivationFunction.OUTPUT,
                ActivationFunction::label, usual, Source.LAYOUT);
        Range range = guesses.choose("dataRange", "Data range", List.of(Range.values()), EncoderDecoderFamily::label,
                output == ActivationFunction.TANH ? Range.SIGNED : Range.UNIT, Source.LAYOUT);
        EncoderDecoderNetwork stack = new EncoderDecoderNetwork(steps, hidden, output);
        boolean batch = steps.stream().anyMatch(EncoderDecoderLayer.BatchNorm.class::isInstance);
        boolean instance = steps.stream().anyMatch(EncoderDecoderLayer.InstanceNorm.class::isInstance);
        LoadedTranslator.Read read = new LoadedTranslator.Read(NAME,
                steps.stream().filter(step -> step instanceof EncoderDecoderLayer.Conv || step instanceof EncoderDecoderLayer.Up)
                        .count() + " layers",
                network, batch ? Norm.BATCH : instance ? Norm.INSTANCE : Norm.NONE, false, false, 0, guesses.notes());
        int multiple = 1 << stack.depth();
        Translator.Traits traits = new Translator.Traits(found.inputs(), found.outputs(), 1, multiple,
                Math.max(SMALLEST, multiple), stack.reach(), range, List.of());
        return LoadedTranslator.of(file, read, traits, (scope, x, normalisation, _) -> stack.picture(scope, x, normalisation),
                List.copyOf(guesses.controls()));
    }

    private static boolean named(ModuleSequence modules, String part) {
        return modules.names().stream().anyMatch(name -> name.contains(part));
    }

    private static String label(Range range) {
        return switch (range) {
            case SIGNED -> "-1..1";
            case UNIT -> "0..1";
        };
    }
}
