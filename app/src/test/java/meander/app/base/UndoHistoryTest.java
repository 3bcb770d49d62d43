package meander.app.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import meander.app.FakeTimers;

class UndoHistoryTest {
    private final FakeTimers timers = new FakeTimers();
    private final UndoHistory<Integer> history = new UndoHistory<>(0, 5, Duration.ofMillis(600), timers::nanos);

    @Test
    void goesBackAndForth() {
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
    void statesThatAreTooMuchTogetherAreForgottenTheOldestFirst() {
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
    void aNewChangeForgetsWhatWasUndone() {
        history.push(1);
        history.undo();
        history.push(2);
        assertThat(history.redoable().get()).isFalse();
        history.undo();
        assertThat(history.current().get()).isZero();
    }

    @Test
    void changesOfAKindThatFollowCloselyAreOneStep() {
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
    void allThatAHandDoesUntilItLetsGoIsOneStepHoweverLongItRests() {
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
    void twoDragsOfTheSameSliderAreTwoSteps() {
        for (int value = 1; value <= 2; value++) {
            history.hold();
            history.push(value, "psi");
            history.release();
        }
        assertThat(back()).isEqualTo(1);
    }

    @Test
    void aChangeToTheSameIsNone() {
        history.push(0);
        assertThat(history.undoable().get()).isFalse();
    }

    @Test
    void aChangeAfterUndoIsAStepOfItsOwn() {
        history.push(1, "psi");
        history.push(2, "psi");
        history.undo();
        history.push(3, "psi");
        assertThat(back()).isZero();
    }

    @Test
    void keepsNoMoreStepsThanItMay() {
        for (int value = 1; value <= 8; value++)
            history.push(value);
        for (int step = 0; step < 8; step++)
            history.undo();
        assertThat(history.current().get()).isEqualTo(3);
    }

    @Test
    void aRestartLeavesNoWayBack() {
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
