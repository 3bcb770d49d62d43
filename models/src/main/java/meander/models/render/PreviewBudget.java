package meander.models.render;

import java.util.List;

import meander.models.graph.Cost;
import meander.models.graph.Stages;

/**
 * How long stages take on this machine: what was measured, and for a stage that has not run yet its {@link Cost} at the rate of
 * those that have.
 */
final class PreviewBudget {
    /** Before anything was measured: a modest core, in FLOP per ms. */
    private static final double FIRST_GUESS = 30e6;
    /** Dispatch and layout changes of a stage that computes next to nothing, in ms. */
    private static final double OVERHEAD = 0.5;
    /** Weight of the newest measurement: old enough to be calm, new enough to notice a busy machine. */
    private static final double NEWEST = 0.3;

    private final double[] flops;
    private final double[] measured;
    private final boolean[] warm;

    PreviewBudget(List<Stages.Stage> stages) {
        flops = stages.stream().mapToDouble(stage -> Cost.of(stage.graph()).flops()).toArray();
        measured = new double[flops.length];
        warm = new boolean[flops.length];
    }

    void ran(int stage, double millis) {
        // The first run of a session allocates and is no measure of the second.
        if (!warm[stage]) warm[stage] = true;
        else
            measured[stage] = measured[stage] == 0 ? millis : NEWEST * millis + (1 - NEWEST) * measured[stage];
    }

    /** The work of a stage, in FLOP. */
    double flops(int stage) {
        return flops[stage];
    }

    double millis(int stage) {
        return measured[stage] > 0 ? measured[stage] : flops[stage] / rate() + OVERHEAD;
    }

    private double rate() {
        double work = 0;
        double time = 0;
        for (int i = 0; i < flops.length; i++)
            if (measured[i] > 0) {
                work += flops[i];
                time += measured[i];
            }
        return time > 0 ? work / time : FIRST_GUESS;
    }
}
