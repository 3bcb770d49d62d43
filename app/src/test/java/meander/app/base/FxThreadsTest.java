package meander.app.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import meander.app.Queued;

class FxThreadsTest {
    private final Queued fx = new Queued();
    private final List<Object> seen = new ArrayList<>();

    @Test
    void manyUpdatesBecomeOneDeliveryOfTheNewest() {
        Consumer<Integer> receiver = fx.latest(seen::add);
        for (int value = 1; value <= 100; value++)
            receiver.accept(value);
        assertThat(fx.size()).isEqualTo(1);
        fx.all();
        receiver.accept(101);
        fx.all();
        assertThat(seen).containsExactly(100, 101);
    }

    @Test
    void workAskedForManyTimesRunsOnce() {
        Runnable work = fx.once(() -> seen.add("done"));
        work.run();
        work.run();
        fx.all();
        work.run();
        fx.all();
        assertThat(seen).containsExactly("done", "done");
    }

    @Test
    void whatIsAskedForWhileItRunsIsNotLost() {
        List<Consumer<Integer>> self = new ArrayList<>();
        Consumer<Integer> receiver = fx.latest(value -> {
            seen.add(value);
            if (value < 3) self.getFirst().accept(value + 1);
        });
        self.add(receiver);
        receiver.accept(1);
        fx.all();
        assertThat(seen).containsExactly(1, 2, 3);
    }
}
