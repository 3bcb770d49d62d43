package meander.models.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.latent.WOffsets;

/** Offsets of w, for all layers and for single ones. */
final class WOffsetsAspect extends Aspect<WOffsets> {
    WOffsetsAspect() {
        super("editW", WOffsets.NONE);
    }

    @Override
    public void write(WOffsets value, ObjectNode request) {
        if (value.equals(WOffsets.NONE)) return;
        ObjectNode edits = ZOffsetsAspect.edits(request);
        write(edits.putObject("w"), value.offsets());
        ObjectNode layers = edits.putObject("layers");
        value.layers().forEach((layer, offsets) -> write(layers.putObject(layer.toString()), offsets));
    }

    @Override
    public WOffsets read(JsonFields request) {
        JsonFields edits = request.object("edits");
        return new WOffsets(edits.object("w").numbers(JsonFields::index),
                edits.entries("layers", JsonFields::index, layer -> layer.numbers(JsonFields::index)));
    }

    @Override
    public WOffsets fit(WOffsets value, WOffsets initial, List<Control> controls) {
        Optional<Control.EditW> w = control(controls, Control.EditW.class);
        if (w.isEmpty()) return initial;
        TreeMap<Integer, SortedMap<Integer, Double>> layers = new TreeMap<>();
        kept(value.layers(), within(w.get().layers()))
                .forEach((layer, offsets) -> layers.put(layer, kept(offsets, below(w.get().dimensions()))));
        return new WOffsets(kept(value.offsets(), below(w.get().dimensions())), layers);
    }

    @Override
    public List<String> describe(WOffsets value) {
        List<String> lines = new ArrayList<>();
        value.offsets().forEach((dimension, offset) -> lines.add("w[%d] %+g".formatted(dimension, offset)));
        value.layers().forEach((layer, offsets) -> offsets
                .forEach((dimension, offset) -> lines.add("w[%d] of layer %d %+g".formatted(dimension, layer, offset))));
        return lines;
    }
}
