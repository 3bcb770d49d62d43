package meander.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShuffledOrderTest {
    private static int[] indices(ShuffledOrder order, long from, long to) {
        return LongStream.range(from, to).mapToInt(order::index).toArray();
    }

    @Test
    void everyEpochShowsEveryPictureOnce() {
        ShuffledOrder order = new ShuffledOrder(100, 7, true, 0);

        for (int epoch = 0; epoch < 5; epoch++) {
            assertThat(indices(order, epoch * 100L, epoch * 100L + 100))
                    .containsExactlyInAnyOrder(IntStream.range(0, 100).toArray());
        }
    }

    @Test
    void epochsAndSeedsDiffer() {
        int[] first = indices(new ShuffledOrder(100, 7, true, 0), 0, 100);

        assertThat(indices(new ShuffledOrder(100, 7, true, 0), 100, 200)).isNotEqualTo(first);
        assertThat(indices(new ShuffledOrder(100, 8, true, 0), 0, 100)).isNotEqualTo(first);
    }

    @Test
    void runThatGoesOnSeesWhatAnUninterruptedOneSees() {
        ShuffledOrder uninterrupted = new ShuffledOrder(97, 42, true, 0.1);
        int[] indices = indices(uninterrupted, 0, 1000);

        for (long position : new long[]{1, 86, 87, 500, 999}) {
            ShuffledOrder resumed = new ShuffledOrder(97, 42, true, 0.1);
            assertThat(indices(resumed, position, 1000)).isEqualTo(IntStream.of(indices).skip(position).toArray());
            assertThat(resumed.mirrored(position)).isEqualTo(uninterrupted.mirrored(position));
        }
    }

    /** A checkpoint of today must go on the same way in every later version. */
    @Test
    void orderIsLaidDownForEver() {
        ShuffledOrder order = new ShuffledOrder(10, 1, true, 0);

        assertThat(indices(order, 0, 12)).containsExactly(7, 1, 9, 0, 3, 2, 6, 4, 5, 8, 8, 5);
        assertThat(LongStream.range(0, 8).mapToObj(order::mirrored)).containsExactly(false, true, true, true, true, false, false,
                false);
    }

    @Test
    void halfOfThePicturesAreMirrored() {
        ShuffledOrder order = new ShuffledOrder(10, 3, true, 0);

        assertThat(LongStream.range(0, 10_000).filter(order::mirrored).count()).isBetween(4_800L, 5_200L);
    }

    @Test
    void nothingIsMirroredUnlessAskedFor() {
        ShuffledOrder order = new ShuffledOrder(10, 3, false, 0);

        assertThat(LongStream.range(0, 1000).filter(order::mirrored).count()).isZero();
    }

    @Test
    void picturesHeldBackAreNeverLearntFromWhateverTheSeed() {
        ShuffledOrder order = new ShuffledOrder(1000, 5, true, 0.2);
        int[] heldBack = order.heldBack();

        assertThat(heldBack.length).isBetween(150, 250);
        assertThat(order.epochSize() + heldBack.length).isEqualTo(1000);
        assertThat(indices(order, 0, 2L * order.epochSize())).doesNotContain(heldBack);
        assertThat(new ShuffledOrder(1000, 6, false, 0.2).heldBack()).isEqualTo(heldBack);
    }

    @Test
    void singlePictureIsLearntFrom() {
        ShuffledOrder order = new ShuffledOrder(1, 5, false, 0.99);

        assertThat(order.index(12)).isZero();
        assertThat(order.heldBack()).isEmpty();
    }
}
