package meander.app.explore;

import java.util.Objects;
import java.util.function.DoubleConsumer;
import java.util.function.ToDoubleFunction;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.DoublePropertyBase;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

import meander.models.request.RenderRequest;

/**
 * One number of the request, with all that a slider row needs. Its truth is the request: a value that is set changes the
 * request, and whatever changes the request, undo for instance, shows here.
 */
public final class NumericControl {
    /** What a dial is made of. */
    record Plan(String id, double min, double max, double initial, boolean whole, ToDoubleFunction<RenderRequest> read,
            DoubleConsumer write, Runnable begin, Runnable end) {}

    private final Plan plan;
    private final Value value;
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private RenderRequest request;

    NumericControl(Plan plan, RenderRequest request) {
        this.plan = Objects.requireNonNull(plan);
        this.request = request;
        this.value = new Value();
        changed.set(get() != plan.initial);
    }

    /** Names its texts in the message bundles; of layers and dimensions it is {@code noise:3}, {@code z:17}, {@code w:17}, {@code w:3:17}. */
    public String id() {
        return plan.id;
    }

    /** Where its track begins; a value that is typed may lie outside if the request allows it. */
    public double min() {
        return plan.min;
    }

    /** Where its track ends. */
    public double max() {
        return plan.max;
    }

    /** Where a reset leaves it, as the model's initial request has it. */
    public double initial() {
        return plan.initial;
    }

    /** Whether it takes whole numbers only; others are rounded. */
    public boolean whole() {
        return plan.whole;
    }

    /** Whether its track fills from the middle. */
    public boolean bipolar() {
        return plan.min < 0 && plan.max == -plan.min;
    }

    public double get() {
        return plan.read.applyAsDouble(request);
    }

    /** The value; bind to it both ways, not one way. What is not a finite number is ignored. */
    public DoubleProperty value() {
        return value;
    }

    /** Whether it stands elsewhere than a reset would leave it. */
    public ReadOnlyBooleanProperty changed() {
        return changed.getReadOnlyProperty();
    }

    public void reset() {
        value.set(plan.initial);
    }

    /** A hand takes hold of it: what follows is one step of undo, and previews are enough. */
    public void begin() {
        plan.begin.run();
    }

    /** The hand lets go. */
    public void end() {
        plan.end.run();
    }

    /** Follows the request. */
    void follow(RenderRequest next) {
        double before = get();
        request = next;
        if (before != get()) {
            changed.set(get() != plan.initial);
            value.fire();
        }
    }

    private final class Value extends DoublePropertyBase {
        @Override
        public double get() {
            return NumericControl.this.get();
        }

        @Override
        public void set(double wanted) {
            double taken = plan.whole ? Math.rint(wanted) : wanted;
            if (Double.isFinite(taken) && taken != NumericControl.this.get()) plan.write.accept(taken);
        }

        void fire() {
            fireValueChangedEvent();
        }

        @Override
        public Object getBean() {
            return NumericControl.this;
        }

        @Override
        public String getName() {
            return plan.id;
        }
    }
}
