package meander.training.data;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which picture comes when: every epoch shuffles anew. All is a function of the seed and the position (how many pictures were seen), so
 * that the position is the whole state and a run that goes on sees what an uninterrupted one would have seen. Remembers the last epoch's
 * order, so each thread needs its own.
 */
public final class ShuffledOrder {
    private static final long HELD_BACK = 0x68656c646261636bL;

    private final int[] learnt;
    private final int[] heldBack;
    private final long seed;
    private final boolean flips;
    private long epoch = -1;
    private int[] order;

    /**
     * @param size  how many pictures there are
     * @param flips whether half of the pictures, by chance, are to be mirrored
     * @param share of the pictures that is held back from learning, from 0 to below 1. Which ones does not depend on the seed; if it
     *              would be all of a few, it is none.
     */
    public ShuffledOrder(int size, long seed, boolean flips, double share) {
        if (size < 1) throw new IllegalArgumentException("no pictures");
        if (!(share >= 0 && share < 1)) throw new IllegalArgumentException("share " + share);
        int[] all = IntStream.range(0, size).toArray();
        int[] kept = IntStream.of(all).filter(index -> chance(index) >= share).toArray();
        learnt = kept.length == 0 ? all : kept;
        heldBack = kept.length == 0 ? kept : IntStream.of(all).filter(index -> chance(index) < share).toArray();
        this.seed = seed;
        this.flips = flips;
    }

    /** How many pictures an epoch has. */
    public int epochSize() {
        return learnt.length;
    }

    /** The pictures that are never learnt from, in order. */
    public int[] heldBack() {
        return heldBack.clone();
    }

    /** Which picture is seen at a position. */
    public int index(long position) {
        long wanted = position / learnt.length;
        if (wanted != epoch) {
            order = shuffled(new Random(mix(seed ^ mix(wanted))));
            epoch = wanted;
        }
        return order[(int) (position % learnt.length)];
    }

    /** Whether the picture at a position is mirrored. */
    public boolean mirrored(long position) {
        return flips && (mix(mix(seed) + position) & 1) != 0;
    }

    /** Java's first generator of random numbers, since its numbers are laid down for ever. */
    private int[] shuffled(Random random) {
        int[] shuffled = learnt.clone();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swapped;
        }
        return shuffled;
    }

    private static double chance(int index) {
        return (mix(index + HELD_BACK) >>> 11) * 0x1p-53;
    }

    /** The finalizer of SplitMix64 (Steele et al., OOPSLA 2014). */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
