package meander.models.family.superresolution;

import meander.models.graph.Scope;
import meander.models.graph.Value;

/** One way of making pictures larger. */
sealed interface SuperResolutionNetwork permits RrdbNet, MsrResNet, SrResNet, SrVgg, ResidualDenseNet {
    /** As its authors call it. */
    String title();

    /** Channels of the small picture. */
    int inputs();

    /** Channels of the large one. */
    int outputs();

    int scale();

    /** Sides of the small picture are multiples of this. */
    default int multiple() {
        return 1;
    }

    /** How far from a pixel of the small picture another one still counts, in pixels. */
    int reach();

    /** x {@code [N,inputs,H,W]} in 0…1 → {@code [N,outputs,scale·H,scale·W]} in about 0…1. */
    Value picture(Scope scope, Value x);
}
