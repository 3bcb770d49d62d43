package meander.app.explore;

import meander.app.Texts;
import meander.app.widgets.Hand;
import meander.app.widgets.Numbers;
import meander.app.widgets.SliderRow;

/** Slider rows over dials. */
record Rows(Texts texts) {
    /** @param about one sentence: what it does to the picture */
    SliderRow row(Dial dial, String name, String about) {
        SliderRow.Spec plain = SliderRow.Spec.of(name, about, dial.min(), dial.max(), dial.initial(), dial.whole(), "");
        SliderRow.Spec spec = SliderRow.Spec.of(name, about, dial.min(), dial.max(), dial.initial(), dial.whole(),
                texts.text("slider.reset", Numbers.format(dial.initial(), plain.decimals(), false)));
        SliderRow row = new SliderRow(spec, Hand.of(dial::begin, dial::end));
        row.valueProperty().bindBidirectional(dial.value());
        row.setId("row-" + dial.id().replace(':', '-'));
        return row;
    }
}
