package meander.training.recipe;

import java.util.Map;
import java.util.function.Function;

import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.training.program.Program;

/**
 * What is trained.
 *
 * @param batch     pictures in one step of the optimiser
 * @param rounds    in how many parts a step is worked out; the phases' batch is {@code batch/rounds}
 * @param generator the averaged player that draws
 * @param model     what the file holds that opens on the sliders
 */
public record Plan(Program program, int batch, int rounds, String generator, ModelFile model) {
    /** How the generator is written for whoever opens it. */
    @FunctionalInterface
    public interface ModelFile {
        /**
         * @param weights  the average, by the parameters' full names
         * @param drawings the program's other drawings, by name
         */
        Contents of(Weights weights, Function<String, Tensor> drawings);
    }

    /**
     * @param tensors  by the names that the family's {@link meander.models.family.Family} recognises
     * @param metadata what no tensor tells
     */
    public record Contents(Map<String, Tensor> tensors, Map<String, String> metadata) {}
}
