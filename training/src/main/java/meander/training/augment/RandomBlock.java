package meander.training.augment;

import meander.models.graph.Value;

/** Random numbers fed in one block {@code [N,k,..]} and handed out one {@code [N,1,..]} after the other. */
final class RandomBlock {
    private final Value block;
    private int taken;

    RandomBlock(Value block) {
        this.block = block;
    }

    Value next() {
        return block.slice(1, taken, ++taken);
    }

    /** 1 with probability p, else 0. */
    Value coin(Value p) {
        return next().less(p);
    }

    /** One of 0…count−1, each as likely. */
    Value whole(int count) {
        return next().mul(count).floor();
    }
}
