package meander.models.request;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.latent.Truncation;

/** ψ and cutoff. */
final class TruncationAspect extends Aspect<Truncation> {
    TruncationAspect() {
        super("truncation", Truncation.NONE);
    }

    @Override
    public void write(Truncation value, ObjectNode request) {
        ObjectNode node = request.putObject("truncation").put("psi", value.psi());
        if (value.cutoff() != Truncation.ALL_LAYERS) node.put("cutoff", value.cutoff());
    }

    @Override
    public Truncation read(JsonFields request) {
        JsonFields node = request.object("truncation");
        return new Truncation(node.number("psi", 1), (int) node.whole("cutoff", 0L, Integer.MAX_VALUE, Truncation.ALL_LAYERS));
    }

    @Override
    public Truncation fit(Truncation value, Truncation initial, List<Control> controls) {
        return control(controls, Control.Truncate.class).isPresent() ? value : initial;
    }

    @Override
    public List<String> describe(Truncation value) {
        return List.of("ψ " + value.psi()
                + (value.cutoff() == Truncation.ALL_LAYERS ? "" : " for the first " + value.cutoff() + " layers"));
    }
}
