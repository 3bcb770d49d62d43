package meander.training.augment;

import meander.models.graph.Value;

/**
 * Where random numbers come from: whoever builds a training step declares a graph input for each, and feeds it anew at each
 * step. A step is thereby a function of what it is fed, and repeats exactly.
 */
public interface RandomInputs {
    /** Evenly distributed from 0 (included) to 1 (not included). */
    Value uniform(String name, int... dims);

    /** Normally distributed with mean 0 and deviation 1. */
    Value normal(String name, int... dims);
}
