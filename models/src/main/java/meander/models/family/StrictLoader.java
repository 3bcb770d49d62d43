package meander.models.family;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.graph.Graph;
import meander.models.graph.Parameters;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.models.text.Phrase;
import meander.models.text.PhraseException;
import meander.models.text.Technical;

/** Whether what a file holds is what a model's networks declare. */
public final class StrictLoader {
    private static final int SHOWN = 3;

    private StrictLoader() {}

    /**
     * A model with what it was made from.
     *
     * @param stored the file's network
     * @param known  whether a tensor may be there that no network declares, such as a buffer
     * @param graphs all that take their weights from the file
     */
    public record Built(Model model, StateDict stored, Predicate<String> known, List<Graph> graphs) {
        public Built {
            graphs = List.copyOf(graphs);
        }
    }

    /**
     * Opens a model, unless tensors are missing, left over or of another shape.
     *
     * @param family its name, for the sentence
     * @param build  makes the model; throws {@link IllegalArgumentException} with what does not fit
     */
    public static OpenResult open(String family, Supplier<Built> build) {
        List<Phrase> differences;
        try {
            Built built = build.get();
            differences = differences(shapes(built.stored()), built.known(), built.graphs());
            if (differences.isEmpty()) return new OpenResult.Ready(built.model());
        } catch (IllegalArgumentException | ArithmeticException e) {
            return refused(family, e);
        }
        return refused(family, differences);
    }

    /** Told by the first of the differences. */
    public static OpenResult refused(String family, List<Phrase> differences) {
        Phrase told = switch (differences.size()) {
            case 1 -> differences.getFirst();
            case 2 -> TensorDifference.TWO.with(differences.toArray());
            default -> TensorDifference.THREE.with(differences.subList(0, SHOWN).toArray());
        };
        return new OpenResult.Refused(Rejected.because(Rejected.Reason.DOES_NOT_FIT, family, differences.size(), told));
    }

    /** Told by what a network said when it was built. */
    public static OpenResult refused(String family, RuntimeException why) {
        Phrase told = why instanceof PhraseException phrased
                ? phrased.phrase()
                : Technical.REMARK.with(String.valueOf(why.getMessage()));
        return refused(family, List.of(told));
    }

    /** The weights of a file that fits. */
    public static Weights weights(StateDict stored) {
        return parameter -> new Tensor(parameter.shape(), stored.tensors().get(parameter.name()).floats());
    }

    static Map<String, Shape> shapes(StateDict stored) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        stored.tensors().forEach((name, tensor) -> shapes.put(name, Shape.of(tensor.shape())));
        return shapes;
    }

    /**
     * What is missing, left over or of another shape, a line each.
     *
     * @param shapes of the file's tensors
     * @param known  whether a tensor may be there that no network declares
     * @param graphs all that take their weights from the file
     */
    public static List<Phrase> differences(Map<String, Shape> shapes, Predicate<String> known, List<Graph> graphs) {
        List<Phrase> differences = new ArrayList<>();
        for (Graph graph : graphs)
            new Parameters(graph).differences(shapes).forEach(each -> differences.add(TensorDifference.of(each)));
        // A network with more layers would be drawn without them, and look wrong for no reason that anyone could see.
        shapes.forEach((name, shape) -> {
            if (!known.test(name) && graphs.stream().noneMatch(graph -> graph.parameters().containsKey(name)))
                differences.add(TensorDifference.OF_NO_LAYER.with(name, shape.toString()));
        });
        return differences;
    }
}
