package meander.app.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import meander.app.FakeTimers;

class UndoHistoryTest {
    private final FakeTimers timers = new FakeTimers();
    private final UndoHistory<Integer> history = new UndoHistory<>(0, 5, Duration.ofMillis(600), timers::nanos);

    @Test
    void goes_back_and_forth() {
        history.push(1);
        history.push(2);
        history.undo();
        assertThat(history.current().get()).isEqualTo(1);
        assertThat(history.redoable().get()).isTrue();
        history.undo();
        history.undo();
        assertThat(history.current().get()).isZero();
        assertThat(history.undoable().get()).isFalse();
        history.redo();
        history.redo();
        history.redo();
        assertThat(history.current().get()).isEqualTo(2);
        assertThat(history.redoable().get()).isFalse();
    }

    @Test
    void states_that_are_too_much_together_are_forgotten_the_oldest_first() {
        UndoHistory<Integer> large = new UndoHistory<>(1, 50, Duration.ofMillis(600), timers::nanos,
                past -> past.stream().mapToInt(state -> state).sum() > 10);
        for (int state : new int[]{4, 5, 3, 20, 2})
            large.push(state);
        assertThat(large.undoable().get()).isFalse();
        large.push(6);
        large.undo();
        assertThat(large.current().get()).isEqualTo(2);
        assertThat(large.undoable().get()).isFalse();
    }

    @Test
    void a_new_change_forgets_what_was_undone() {
        history.push(1);
        history.undo();
        history.push(2);
        assertThat(history.redoable().get()).isFalse();
        history.undo();
        assertThat(history.current().get()).isZero();
    }

    @Test
    void changes_of_a_kind_that_follow_closely_are_one_step() {
        history.push(1, "psi");
        timers.pass(500);
        history.push(2, "psi");
        timers.pass(500);
        history.push(3, "psi");
        timers.pass(600);
        history.push(4, "psi");
        history.push(5, "seed");
        assertThat(back()).isEqualTo(4);
        assertThat(back()).isEqualTo(3);
        assertThat(back()).isZero();
    }

    @Test
    void all_that_a_hand_does_until_it_lets_go_is_one_step_however_long_it_rests() {
        history.hold();
        history.push(1, "x");
        timers.pass(5000);
        history.push(2, "y");
        history.release();
        history.push(3, "y");
        assertThat(back()).isEqualTo(2);
        assertThat(back()).isZero();
    }

    @Test
    void two_drags_of_the_same_slider_are_two_steps() {
        for (int value = 1; value <= 2; value++) {
            history.hold();
            history.push(value, "psi");
            history.release();
        }
        assertThat(back()).isEqualTo(1);
    }

    @Test
    void a_change_to_the_same_is_none() {
        history.push(0);
        assertThat(history.undoable().get()).isFalse();
    }

    @Test
    void a_change_after_undo_is_a_step_of_its_own() {
        history.push(1, "psi");
        history.push(2, "psi");
        history.undo();
        history.push(3, "psi");
        assertThat(back()).isZero();
    }

    @Test
    void keeps_no_more_steps_than_it_may() {
        for (int value = 1; value <= 8; value++)
            history.push(value);
        for (int step = 0; step < 8; step++)
            history.undo();
        assertThat(history.current().get()).isEqualTo(3);
    }

    @Test
    void a_restart_leaves_no_way_back() {
        history.push(1);
        history.undo();
        history.restart(9);
        assertThat(history.undoable().get() || history.redoable().get()).isFalse();
        assertThat(history.current().get()).isEqualTo(9);
    }

    private int back() {
        history.undo();
        return history.current().get();
    }
}
