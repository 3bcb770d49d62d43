package meander.app.explore;

import java.util.List;

import meander.models.request.Control;

/** The cards of the inspector by the kinds of their controls. A line more is a card more. */
final class ControlCards {
    private static final List<ControlCard<?>> ALL = List.of(new LatentCard(), new TruncationCard(), new NoiseCard(),
            new MixingCard(), new ClassesCard(), new ZOffsetsCard(), new WOffsetsCard(), new SliderCard(), new TransformCard(),
            new GuessCard());

    private ControlCards() {}

    static ControlCard<?> of(Control control) {
        return ALL.stream().filter(card -> card.isFor(control)).findFirst()
                .orElseThrow(() -> new IllegalStateException("no card for " + control));
    }
}
