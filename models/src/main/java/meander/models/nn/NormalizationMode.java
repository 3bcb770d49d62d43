package meander.models.nn;

import meander.models.graph.Scope;
import meander.models.graph.Value;

/** What the hidden layers of a translation network are normalised by, and whose statistics that takes. */
public enum NormalizationMode {
    /** Running statistics stand for the batch's: as the network is served. */
    BATCH_RUNNING {
        @Override
        public Value apply(Scope at, Value x) {
            return BatchNorm.serving(at, x, true, EPSILON);
        }
    },
    /** Statistics of this very batch, of which nothing is kept: as Pix2Pix's authors test. */
    BATCH_OWN {
        @Override
        public Value apply(Scope at, Value x) {
            return BatchNorm.ofBatch(at, x, true, EPSILON);
        }
    },
    /** Statistics of the batch, towards which the running ones move: as a network is trained that is served later. */
    BATCH_TRAINING {
        @Override
        public Value apply(Scope at, Value x) {
            return BatchNorm.training(at, x, true, EPSILON);
        }
    },
    /** Each picture by itself, without parameters. */
    INSTANCE {
        @Override
        public Value apply(Scope at, Value x) {
            return InstanceNorm.of(x);
        }
    },
    NONE {
        @Override
        public Value apply(Scope at, Value x) {
            return x;
        }
    };

    private static final double EPSILON = 1e-5;

    /** x {@code [N,C,H,W]}, whose shape stays. */
    public abstract Value apply(Scope at, Value x);

    /**
     * Whether convolutions before it have a bias. Batch normalisation brings its own; without any normalisation the authors' code has none
     * either, by which files with and without instance normalisation are told apart.
     */
    public boolean wantsBias() {
        return this == INSTANCE;
    }
}
