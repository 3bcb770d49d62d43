package meander.models.request;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.latent.ZOffsets;

/** Offsets of z. */
final class ZOffsetsAspect extends Aspect<ZOffsets> {
    ZOffsetsAspect() {
        super("editZ", ZOffsets.NONE);
    }

    @Override
    public void write(ZOffsets value, ObjectNode request) {
        if (!value.equals(ZOffsets.NONE)) write(edits(request).putObject("z"), value.offsets());
    }

    /** z and w share an object of which all parts are written as soon as one is. */
    static ObjectNode edits(ObjectNode request) {
        if (request.get("edits") instanceof ObjectNode begun) return begun;
        ObjectNode edits = request.putObject("edits");
        for (String part : List.of("z", "w", "layers"))
            edits.putObject(part);
        return edits;
    }

    @Override
    public ZOffsets read(JsonFields request) {
        return new ZOffsets(request.object("edits").object("z").numbers(JsonFields::index));
    }

    @Override
    public ZOffsets fit(ZOffsets value, ZOffsets initial, List<Control> controls) {
        return control(controls, Control.EditZ.class).map(z -> new ZOffsets(kept(value.offsets(), below(z.dimensions()))))
                .orElse(initial);
    }

    @Override
    public List<String> describe(ZOffsets value) {
        return value.offsets().entrySet().stream().map(each -> "z[%d] %+g".formatted(each.getKey(), each.getValue())).toList();
    }
}
