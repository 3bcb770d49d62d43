package meander.app.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapKeeperTest {
    private static final long MB = 1L << 20;

    private long used;
    private long living;
    private int collections;
    private boolean idle = true;
    private final HeapKeeper keeper = new HeapKeeper(() -> used, () -> {
        used = living;
        collections++;
    }, () -> idle);

    private void looksAt(long megabytes) {
        used = megabytes * MB;
        keeper.look();
    }

    @Test
    void collectsWhatHasPiledUpSinceTheLastTime() {
        living = 40 * MB;
        looksAt(100);
        assertThat(collections).isEqualTo(1);
        assertThat(used).isEqualTo(40 * MB);
        looksAt(60);
        looksAt(72);
        assertThat(collections).isEqualTo(1);
        looksAt(73);
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void doesNotCollectAgainAndAgainWhatLives() {
        living = 800 * MB;
        looksAt(800);
        looksAt(800);
        looksAt(900);
        looksAt(1000);
        assertThat(collections).isEqualTo(1);
        looksAt(1001);
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void waitsForAHandThatMovesButNotForEver() {
        living = 40 * MB;
        idle = false;
        looksAt(100);
        assertThat(collections).isZero();
        idle = true;
        looksAt(100);
        assertThat(collections).isEqualTo(1);
        idle = false;
        for (int i = 0; i < 100 && collections == 1; i++)
            looksAt(200);
        assertThat(collections).isEqualTo(2);
    }
}
