package meander.training.run;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.IntUnaryOperator;

import meander.models.graph.Tensor;
import meander.training.data.Dataset;
import meander.training.data.Side;
import meander.training.data.SideOrders;
import meander.training.program.Phase;
import meander.training.program.Pictures;
import meander.training.program.Program;
import meander.training.program.Trainer;

/**
 * What the discriminator says of pictures that it learns from, and of those that were held back: the same on average, until it knows the
 * former by heart (ADA, arXiv:2006.06676 §3).
 */
final class Judging {
    private static final int JUDGED = 256;
    private static final int ENOUGH = 64; // fewer say nothing

    private final Dataset data;
    private final SideOrders order;
    private final int[] heldBack;
    private final int batch;
    private final boolean signed;

    /** @param program whose discriminator, if it has one that judges, is asked */
    Judging(Dataset data, SideOrders order, Program program) {
        this.data = data;
        this.order = order;
        Phase judge = program.drawings().get(Program.JUDGE);
        this.heldBack = judge == null ? new int[0] : order.heldBack(Side.ALL);
        this.batch = judge == null ? 0 : judge.graph().outputs().firstEntry().getValue().shape().dim(0);
        // Any number may be added to all that a critic says.
        this.signed = program.phases().stream().anyMatch(phase -> phase.figures().contains(Alarms.SIGN_REAL));
    }

    /** Mean outputs, and mean signs where outputs have one, for either kind of pictures; empty where too few were held back. */
    SequencedMap<String, Double> judge(Trainer trainer) {
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        if (batch == 0 || heldBack.length < ENOUGH) return figures;
        judge(trainer, position -> order.index(Side.ALL, position), Alarms.TRAINED, Alarms.SIGN_TRAINED, figures);
        judge(trainer, position -> heldBack[position % heldBack.length], Alarms.HELD_BACK, Alarms.SIGN_HELD_BACK, figures);
        return figures;
    }

    private void judge(Trainer trainer, IntUnaryOperator chosen, String mean, String sign, SequencedMap<String, Double> figures) {
        double sum = 0;
        double signs = 0;
        int count = 0;
        while (count < Math.min(JUDGED, heldBack.length)) {
            Tensor logits = trainer.draw(Program.JUDGE, count, new Chosen(chosen), count);
            for (float logit : logits.data()) {
                sum += logit;
                signs += Math.signum(logit);
            }
            count += batch;
        }
        figures.put(mean, sum / count);
        if (signed) figures.put(sign, signs / count);
    }

    /** @param chosen from a position to the number of a picture */
    private final class Chosen implements Pictures {
        private final IntUnaryOperator chosen;

        Chosen(IntUnaryOperator chosen) {
            this.chosen = chosen;
        }

        @Override
        public void picture(long position, float[] into) {
            data.picture(chosen.applyAsInt((int) position), FloatBuffer.wrap(into), false);
        }

        @Override
        public int label(long position) {
            return data.label(chosen.applyAsInt((int) position));
        }

        @Override
        public int randomLabel(double chance) {
            return data.label((int) (chance * data.size()));
        }
    }
}
