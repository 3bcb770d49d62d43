package meander.training.loss;

import meander.models.graph.Value;

/** What two networks that play against each other minimise. Logits are {@code [N,1]}; results are single numbers, {@code []}. */
public sealed interface AdversarialLoss {
    /** What the discriminator minimises. */
    Value discriminator(Value real, Value fake);

    /** What the generator minimises. */
    Value generator(Value fake);

    /** Goodfellow et al., arXiv:1406.2661 §3, with the generator's loss that does not saturate: {@code −log D(G(z))}. */
    record NonSaturating() implements AdversarialLoss {
        @Override
        public Value discriminator(Value real, Value fake) {
            return real.negate().softplus().meanAll().add(fake.softplus().meanAll());
        }

        @Override
        public Value generator(Value fake) {
            return fake.negate().softplus().meanAll();
        }
    }

    /** Goodfellow et al., arXiv:1406.2661, equation 1: the generator minimises {@code log(1 − D(G(z)))}, which saturates. */
    record Minimax() implements AdversarialLoss {
        @Override
        public Value discriminator(Value real, Value fake) {
            return real.negate().softplus().meanAll().add(fake.softplus().meanAll());
        }

        @Override
        public Value generator(Value fake) {
            return fake.softplus().meanAll().negate();
        }
    }

    /** LSGAN, Mao et al., arXiv:1611.04076, equation 9: real is 1, fake is 0, and the generator wants 1. */
    record LeastSquares() implements AdversarialLoss {
        @Override
        public Value discriminator(Value real, Value fake) {
            return real.sub(1).square().meanAll().add(fake.square().meanAll()).mul(0.5);
        }

        @Override
        public Value generator(Value fake) {
            return fake.sub(1).square().meanAll();
        }
    }

    /** WGAN, Arjovsky et al., arXiv:1701.07875 §3: the difference of means. */
    record Wasserstein() implements AdversarialLoss {
        @Override
        public Value discriminator(Value real, Value fake) {
            return fake.meanAll().sub(real.meanAll());
        }

        @Override
        public Value generator(Value fake) {
            return fake.meanAll().negate();
        }
    }

    /** Lim and Ye, arXiv:1705.02894; Miyato et al., arXiv:1802.05957 equations 16 and 17. */
    record Hinge() implements AdversarialLoss {
        @Override
        public Value discriminator(Value real, Value fake) {
            return real.negate().add(1).relu().meanAll().add(fake.add(1).relu().meanAll());
        }

        @Override
        public Value generator(Value fake) {
            return fake.meanAll().negate();
        }
    }
}
