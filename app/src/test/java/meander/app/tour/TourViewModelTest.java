package meander.app.tour;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TourViewModelTest {
    private final TourViewModel tour = new TourViewModel();

    @Test
    void it_goes_through_four_steps_and_ends() {
        assertThat(tour.step().get()).isNull();
        tour.begin();
        assertThat(tour.isFirst()).isTrue();
        tour.back();
        for (TourStep step : TourStep.values()) {
            assertThat(tour.step().get()).isEqualTo(step);
            assertThat(tour.isLast()).isEqualTo(step == TourStep.TRAIN);
            tour.next();
        }
        assertThat(TourStep.values()).hasSize(4);
        assertThat(tour.step().get()).isNull();
        tour.next();
        tour.back();
        assertThat(tour.step().get()).isNull();
    }

    @Test
    void one_can_go_back_and_leave_at_any_time() {
        tour.begin();
        tour.next();
        tour.back();
        assertThat(tour.step().get()).isEqualTo(TourStep.SEEDS);
        tour.end();
        assertThat(tour.step().get()).isNull();
    }

    @Test
    void what_a_person_does_counts_while_there_is_a_tour_and_in_any_order() {
        tour.did(TourStep.MIXING);
        tour.begin();
        assertThat(tour.done()).isEmpty();
        tour.did(TourStep.TRAIN);
        tour.did(TourStep.SEEDS);
        assertThat(tour.done()).containsExactlyInAnyOrder(TourStep.SEEDS, TourStep.TRAIN);
        assertThat(tour.step().get()).as("it does not run ahead").isEqualTo(TourStep.SEEDS);
        tour.begin();
        assertThat(tour.done()).isEmpty();
    }
}
