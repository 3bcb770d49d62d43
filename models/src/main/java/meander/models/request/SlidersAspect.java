package meander.models.request;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The sliders of a family's own, those of a transform among them. */
public final class SlidersAspect extends Aspect<SlidersAspect.Values> {
    /** @param byId where each slider stands by its id; one that is not named stands at its default */
    public record Values(SortedMap<String, Double> byId) {
        public static final Values NONE = new Values(Collections.emptySortedMap());

        public Values {
            byId = Collections.unmodifiableSortedMap(new TreeMap<>(byId));
        }

        public Values with(String id, double value) {
            TreeMap<String, Double> changed = new TreeMap<>(byId);
            changed.put(id, value);
            return new Values(changed);
        }

        public Values without(String id) {
            TreeMap<String, Double> fewer = new TreeMap<>(byId);
            fewer.remove(id);
            return new Values(fewer);
        }
    }

    SlidersAspect() {
        super("sliders", Values.NONE);
    }

    @Override
    public void write(Values value, ObjectNode request) {
        if (!value.byId.isEmpty()) write(request.putObject("sliders"), value.byId);
    }

    @Override
    public Values read(JsonFields request) {
        return new Values(request.object("sliders").numbers(Function.identity()));
    }

    @Override
    public Values fit(Values value, Values initial, List<Control> controls) {
        Values fitted = initial;
        for (Control.Slider slider : sliders(controls).toList()) {
            Double wanted = value.byId.get(slider.id());
            if (wanted != null) fitted = fitted.with(slider.id(), Math.clamp(wanted, slider.min(), slider.max()));
        }
        return fitted;
    }

    private static Stream<Control.Slider> sliders(List<Control> controls) {
        return controls.stream().flatMap(control -> switch (control) {
            case Control.Slider slider -> Stream.of(slider);
            case Control.Transform transform -> transform.sliders().stream();
            default -> Stream.of();
        });
    }

    @Override
    public List<String> describe(Values value) {
        return value.byId.entrySet().stream().map(slider -> slider.getKey() + " " + slider.getValue()).toList();
    }
}
