package meander.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import meander.models.graph.Shape;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.models.graph.torchscript.TorchScriptModule.Slot;
import meander.training.program.InputSource;
import meander.training.program.PhaseGraph;
import meander.training.program.TrainingProgram;

class ImagePoolTest {
    private static final int SIZE = 5;
    private static final int BATCH = 3;
    private static final int PIXELS = 2 * 2 * 3;

    /** As the paper says it, one picture after the other. */
    private static final class ByHand {
        private final List<float[]> kept = new ArrayList<>();

        float[] shown(float[] picture, double place, double chance) {
            if (kept.size() < SIZE) {
                kept.add(picture);
                return picture;
            }
            return chance < 0.5 ? kept.set((int) (place * SIZE), picture) : picture;
        }
    }

    /** Each number that is shown, as a figure of its own. */
    private static TrainingProgram program(int size) {
        PhaseGraph phase = new PhaseGraph();
        Value shown = new ImagePool(size).shown(phase, "pool", phase.input("x", InputSource.SIDE_A, BATCH, 2, 2, 3));
        Value flat = shown.reshape(BATCH * PIXELS);
        for (int i = 0; i < BATCH * PIXELS; i++)
            phase.metric("n" + i, flat.slice(0, i, i + 1).reshape());
        PhaseGraph drawing = new PhaseGraph();
        drawing.metric("picture", drawing.normal("z", 1));
        return new TrainingProgram(List.of(), List.of(phase.phase("P", "", BATCH)), Map.of(TrainingProgram.DRAW, drawing),
                List.of());
    }

    @Test
    void showsAndKeepsToTheLastBitWhatThePaperSays() {
        TrainingProgram program = program(SIZE);
        assertThat(program.buffers().get(TrainingProgram.MEMORY)).isEqualTo(SIZE * PIXELS + 1);
        ByHand byHand = new ByHand();
        SplittableRandom random = new SplittableRandom(4);
        int old = 0;
        try (TorchScriptModule module = TorchScriptModule.load(program.script(Weights.untrained(0)),
                TorchScriptArchive.Precision.FLOAT32, false);
                Slot share = module.slot(Shape.of());
                Slot x = module.slot(Shape.of(BATCH, 2, 2, 3));
                Slot chances = module.slot(Shape.of(BATCH, 2))) {
            for (int step = 0; step < 40; step++) {
                float[] pictures = new float[BATCH * PIXELS];
                float[] drawn = new float[BATCH * 2];
                for (int i = 0; i < pictures.length; i++)
                    pictures[i] = (float) random.nextGaussian();
                for (int i = 0; i < drawn.length; i++)
                    drawn[i] = (float) random.nextDouble();
                float[] found = module
                        .call("P_gradients", List.of(share.fill(new float[]{1}), x.fill(pictures), chances.fill(drawn))).data();
                for (int n = 0; n < BATCH; n++) {
                    float[] picture = Arrays.copyOfRange(pictures, n * PIXELS, (n + 1) * PIXELS);
                    float[] shown = byHand.shown(picture, drawn[2 * n], drawn[2 * n + 1]);
                    if (shown != picture) old++;
                    assertThat(Arrays.copyOfRange(found, n * PIXELS, (n + 1) * PIXELS)).as("step %d, picture %d", step, n)
                            .isEqualTo(shown);
                }
            }
        }
        assertThat(old).isBetween(35, 80); // of 115 at even chances
    }

    @Test
    void keepsNothingWhereItHasNoRoom() {
        assertThat(program(0).buffers()).doesNotContainKey(TrainingProgram.MEMORY);
    }
}
