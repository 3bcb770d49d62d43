package meander.models.request;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.SeedPlanePoint;

/** Where the latent comes from: a place on the plane of seeds, or a given w. */
public final class LatentAspect extends Aspect<LatentAspect.Latent> {
    /**
     * Where the latent comes from.
     *
     * @param point  where on the plane of seeds
     * @param styles w of every layer, {@code [layers,w_dim]}, given (by a projection, say) in place of what the point maps to and
     *               already truncated; mixing and edits still apply
     */
    public record Latent(SeedPlanePoint point, Optional<Tensor> styles) {
        public Latent {
            Objects.requireNonNull(point);
            Objects.requireNonNull(styles);
        }
    }

    LatentAspect() {
        super("latent", new Latent(SeedPlanePoint.of(0), Optional.empty()));
    }

    @Override
    public void write(Latent value, ObjectNode request) {
        request.putObject("point").put("seed", value.point.seed()).put("x", value.point.x()).put("y", value.point.y());
        value.styles.ifPresent(styles -> JsonTensors.write(request.putObject("styles"), styles));
    }

    @Override
    public Latent read(JsonFields request) {
        JsonFields point = request.object("point");
        return new Latent(
                new SeedPlanePoint(point.whole("seed", 0L, (1L << 32) - 1, 0L), point.number("x", 0), point.number("y", 0)),
                request.optional("styles").map(JsonTensors::read));
    }

    @Override
    public Latent fit(Latent value, Latent initial, List<Control> controls) {
        Optional<Control.EditW> w = control(controls, Control.EditW.class);
        return new Latent(control(controls, Control.Seed.class).isPresent() ? value.point : initial.point, w.isEmpty()
                ? initial.styles
                : value.styles.filter(styles -> styles.shape().equals(Shape.of(w.get().layers().size(), w.get().dimensions()))));
    }

    @Override
    public Latent light(Latent value) {
        return new Latent(value.point, Optional.empty());
    }

    @Override
    public List<String> describe(Latent value) {
        SeedPlanePoint point = value.point;
        String offset = point.x() == 0 && point.y() == 0 ? "" : " at " + point.x() + ", " + point.y();
        return List.of(value.styles.map(styles -> "given w " + styles.shape()).orElse("seed " + point.seed() + offset));
    }
}
