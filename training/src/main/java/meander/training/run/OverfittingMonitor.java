package meander.training.run;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.IntUnaryOperator;

import meander.models.graph.Tensor;
import meander.training.data.Dataset;
import meander.training.data.Domain;
import meander.training.data.DomainOrder;
import meander.training.metric.MetricNames;
import meander.training.program.Phase;
import meander.training.program.Trainer;
import meander.training.program.TrainingBatchSource;
import meander.training.program.TrainingProgram;

/**
 * What the discriminator says of pictures that it learns from, and of those that were held back: the same on average, until it knows the
 * former by heart (ADA, arXiv:2006.06676 §3).
 */
final class OverfittingMonitor {
    private static final int JUDGED = 256;
    private static final int ENOUGH = 64; // fewer say nothing

    private final Dataset data;
    private final DomainOrder order;
    private final int[] heldBack;
    private final int batch;
    private final boolean signed;

    /** @param program whose discriminator, if it has one that judges, is asked */
    OverfittingMonitor(Dataset data, DomainOrder order, TrainingProgram program) {
        this.data = data;
        this.order = order;
        Phase judge = program.samplers().get(TrainingProgram.JUDGE);
        this.heldBack = judge == null ? new int[0] : order.heldBack(Domain.ALL);
        this.batch = judge == null ? 0 : judge.graph().outputs().firstEntry().getValue().shape().dim(0);
        // Any number may be added to all that a critic says.
        this.signed = program.phases().stream().anyMatch(phase -> phase.metrics().contains(MetricNames.SIGN_REAL));
    }

    /** Mean outputs, and mean signs where outputs have one, for either kind of pictures; empty where too few were held back. */
    SequencedMap<String, Double> judge(Trainer trainer) {
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        if (batch == 0 || heldBack.length < ENOUGH) return figures;
        judge(trainer, position -> order.index(Domain.ALL, position), MetricNames.TRAINED, MetricNames.SIGN_TRAINED, figures);
        judge(trainer, position -> heldBack[position % heldBack.length], MetricNames.HELD_BACK, MetricNames.SIGN_HELD_BACK,
                figures);
        return figures;
    }

    private void judge(Trainer trainer, IntUnaryOperator chosen, String mean, String sign, SequencedMap<String, Double> figures) {
        double sum = 0;
        double signs = 0;
        int count = 0;
        while (count < Math.min(JUDGED, heldBack.length)) {
            Tensor logits = trainer.draw(TrainingProgram.JUDGE, count, new Chosen(chosen), count);
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
    private final class Chosen implements TrainingBatchSource {
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
