package meander.training.recipe;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import meander.models.graph.Tensor;
import meander.models.graph.Weights;
import meander.training.data.Domain;
import meander.training.program.TrainingProgram;

/**
 * What is trained.
 *
 * @param batchSize     pictures in one step of the optimizer
 * @param gradientAccumulation    in how many parts a step is worked out; the phases' batch is {@code batch/rounds}
 * @param generator the averaged player that draws
 * @param model     what the file holds that opens on the sliders
 * @param shown     what is looked at while it learns
 */
public record TrainingPlan(TrainingProgram program, int batchSize, int gradientAccumulation, String generator, ModelFile model,
        Shown shown) {
    /** For a generator that draws from latents. */
    public TrainingPlan(TrainingProgram program, int batchSize, int gradientAccumulation, String generator, ModelFile model) {
        this(program, batchSize, gradientAccumulation, generator, model, Shown.LATENTS);
    }

    /**
     * What is looked at.
     *
     * @param sheet  the drawing of which a sheet is made
     * @param rows   what its rows show, one after the other, by the names of their texts: the drawing gives one row of each; empty where it
     *               gives pictures of latents
     * @param judged drawings that are compared with the data
     */
    public record Shown(String sheet, List<String> rows, List<Judged> judged) {
        public static final Shown LATENTS = new Shown(TrainingProgram.DRAW, List.of(),
                List.of(new Judged(TrainingProgram.DRAW, Domain.ALL, false)));

        public Shown {
            rows = List.copyOf(rows);
            judged = List.copyOf(judged);
        }
    }

    /**
     * A drawing whose pictures should be like those of the data.
     *
     * @param side   of the data
     * @param paired whether each should be that one picture of the side, and not just like them
     */
    public record Judged(String sampler, Domain side, boolean paired) {}

    /** How the generator is written for whoever opens it. */
    @FunctionalInterface
    public interface ModelFile {
        /**
         * @param weights  the average, by the parameters' full names
         * @param drawings the program's other samplers, by name
         */
        Contents of(Weights weights, Function<String, Tensor> drawings);
    }

    /**
     * @param tensors  by the names that the family's {@link meander.models.family.Family} recognises
     * @param metadata what no tensor tells
     */
    public record Contents(Map<String, Tensor> tensors, Map<String, String> metadata) {}
}
