package meander.app.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import meander.app.base.Texts;
import meander.app.widgets.Card;
import meander.models.request.Aspect;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** The cards at the right, built from what the model lets one turn. Knows kinds of controls, never families. */
final class InspectorView extends ScrollPane {
    private final ExploreViewModel explore;
    private final Texts texts;
    private final CardContext context;
    private final VBox column = new VBox();
    private final Map<String, ShownCard> shown = new LinkedHashMap<>();
    /** Which cards a person has folded, by title, so that another model does not unfold them. */
    private final Map<String, Boolean> open = new HashMap<>();
    private final List<Runnable> refreshers = new ArrayList<>();
    private Subscription own = Subscription.EMPTY;

    InspectorView(ExploreViewModel explore, Texts texts) {
        this.explore = explore;
        this.texts = texts;
        this.context = new CardContext(explore, texts, new SliderRowFactory(texts), refreshers::add,
                subscription -> own = own.and(subscription));
        column.getStyleClass().add("inspector");
        setContent(column);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
    }

    Subscription follow() {
        return Subscription.combine(explore.opened().subscribe(_ -> build()),
                explore.editor().request().subscribe(_ -> refresh()), () -> own.unsubscribe());
    }

    /** Brings a card into sight and puts the focus there. */
    void show(Aspect<?> aspect) {
        reveal(aspect);
        if (shown.containsKey(aspect.id())) shown.get(aspect.id()).card.enter();
    }

    /** Brings a card into sight. */
    void reveal(Aspect<?> aspect) {
        if (!shown.containsKey(aspect.id())) return;
        Card card = shown.get(aspect.id()).card;
        card.openProperty().set(true);
        double room = column.getHeight() - getViewportBounds().getHeight();
        if (room > 0) setVvalue(Math.clamp((card.getBoundsInParent().getMinY() - 12) / room, 0, 1));
    }

    private void refresh() {
        refreshers.forEach(Runnable::run);
    }

    private void build() {
        own.unsubscribe();
        own = Subscription.EMPTY;
        refreshers.clear();
        shown.clear();
        column.getChildren().clear();
        setVvalue(0);
        if (explore.opened().get() == null) return;
        explore.editor().controls().stream().filter(InspectorView::isOpen)
                .sorted(Comparator.comparing(control -> ControlCards.of(control).isLast())).forEach(this::add);
        shown.values().forEach(ShownCard::finish);
        refresh();
    }

    /** Adds a control's rows to the card that it shares, or a card of its own. */
    private void add(Control control) {
        ControlCard<?> kind = ControlCards.of(control);
        CardContent content = kind.contentOf(control, context);
        String id = kind.joins().map(Aspect::id).filter(shown::containsKey).orElseGet(() -> kind.idOf(control));
        shown.computeIfAbsent(id, _ -> new ShownCard(id, content)).add(control, content);
    }

    /** A card with the aspects that a person changes in it. */
    private final class ShownCard {
        private final Card card;
        private final List<Node> end;
        private final Set<Aspect<?>> aspects = new LinkedHashSet<>();

        private ShownCard(String id, CardContent first) {
            String name = texts.text("control." + id);
            card = new Card(name, texts.text("card.fold", name), texts.text("action.reset.tip"), this::reset);
            card.setId("card-" + id);
            card.captionProperty().bind(first.caption());
            card.openProperty().set(open.getOrDefault(name, true));
            card.openProperty().addListener((_, _, now) -> open.put(name, now));
            end = first.end();
            column.getChildren().add(card);
        }

        private void add(Control control, CardContent content) {
            control.aspect().ifPresent(aspects::add);
            card.with(content.rows().toArray(Node[]::new));
        }

        private void finish() {
            card.with(end.toArray(Node[]::new));
            aspects.stream().<ObservableBooleanValue>map(explore.editor()::changed).reduce(Bindings::or)
                    .ifPresent(card.changedProperty()::bind);
        }

        private void reset() {
            explore.editor().change(request -> {
                RenderRequest changed = request;
                for (Aspect<?> aspect : aspects)
                    changed = aspect.reset(changed, explore.opened().get().model().initial());
                return changed;
            });
        }
    }

    /** For tests: what stands in the column. */
    List<Node> shownCards() {
        return List.copyOf(column.getChildren());
    }

    /** Where one answer is left there is nothing to ask. */
    private static boolean isOpen(Control control) {
        return !(control instanceof Control.Guess guess) || guess.options().size() > 1;
    }
}
