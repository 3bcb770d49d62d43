package meander.app.explore;

import java.util.Optional;

import meander.models.request.Aspect;
import meander.models.request.Control;

/**
 * What stands in the inspector for one kind of control. One file a card; {@link ControlCards} lists them all. Controls of the same aspect share a
 * card. The title's text is {@code control.ID}.
 *
 * @param <C> the kind of control
 */
abstract class ControlCard<C extends Control> {
    private final Class<C> kind;

    ControlCard(Class<C> kind) {
        this.kind = kind;
    }

    final boolean isFor(Control control) {
        return kind.isInstance(control);
    }

    final String idOf(Control control) {
        return id(kind.cast(control));
    }

    final CardContent contentOf(Control control, CardContext context) {
        return content(kind.cast(control), context);
    }

    /** Builds the rows, anew for each model that is opened. */
    abstract CardContent content(C control, CardContext context);

    /** Of the card; the aspect's. */
    String id(C control) {
        return control.aspect().map(Aspect::id).orElseThrow();
    }

    /** The aspect in whose card the rows stand where that is shown above. */
    Optional<Aspect<?>> joins() {
        return Optional.empty();
    }

    /** Whether it stands below what most models have. */
    boolean isLast() {
        return false;
    }
}
