package meander.app.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import meander.app.base.TourStep;

class TourViewModelTest {
    private static final TourStep SEEDS = new TourStep("seeds", "#seeds");
    private static final TourStep MIXING = new TourStep("mixing", "#mixing");
    private static final TourStep TRAIN = new TourStep("train", "#train");
    private static final List<TourStep> STEPS = List.of(SEEDS, MIXING, TRAIN);

    private final TourViewModel tour = new TourViewModel(STEPS);

    @Test
    void itGoesThroughItsStepsAndEnds() {
        assertThat(tour.step().get()).isNull();
        tour.begin();
        assertThat(tour.isFirst()).isTrue();
        tour.back();
        for (TourStep step : STEPS) {
            assertThat(tour.step().get()).isEqualTo(step);
            assertThat(tour.isLast()).isEqualTo(step == TRAIN);
            tour.next();
        }
        assertThat(tour.step().get()).isNull();
        tour.next();
        tour.back();
        assertThat(tour.step().get()).isNull();
    }

    @Test
    void oneCanGoBackAndLeaveAtAnyTime() {
        tour.begin();
        tour.next();
        tour.back();
        assertThat(tour.step().get()).isEqualTo(SEEDS);
        tour.end();
        assertThat(tour.step().get()).isNull();
    }

    @Test
    void whatAPersonDoesCountsWhileThereIsATourAndInAnyOrder() {
        tour.did(MIXING);
        tour.begin();
        assertThat(tour.done()).isEmpty();
        tour.did(TRAIN);
        tour.did(SEEDS);
        assertThat(tour.done()).containsExactlyInAnyOrder(SEEDS, TRAIN);
        assertThat(tour.step().get()).as("it does not run ahead").isEqualTo(SEEDS);
        tour.begin();
        assertThat(tour.done()).isEmpty();
    }
}
