package meander.app.explore;

import meander.app.base.NumberFormats;
import meander.app.base.Texts;
import meander.app.widgets.DragGesture;
import meander.app.widgets.SliderRow;

/** Slider rows over dials. */
record SliderRowFactory(Texts texts) {
    /** @param about one sentence: what it does to the picture */
    SliderRow row(NumericControl dial, String name, String about) {
        SliderRow.Spec plain = SliderRow.Spec.of(name, about, dial.min(), dial.max(), dial.initial(), dial.whole(), "");
        SliderRow.Spec spec = SliderRow.Spec.of(name, about, dial.min(), dial.max(), dial.initial(), dial.whole(),
                texts.text("slider.reset", NumberFormats.format(dial.initial(), plain.decimals(), false)));
        SliderRow row = new SliderRow(spec, DragGesture.of(dial::begin, dial::end));
        row.valueProperty().bindBidirectional(dial.value());
        row.setId("row-" + dial.id().replace(':', '-'));
        return row;
    }
}
