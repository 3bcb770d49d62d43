package meander.app.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import meander.app.base.Texts;
import meander.app.widgets.Card;
import meander.models.request.Aspect;
import meander.models.request.Aspects;
import meander.models.request.Control;

/** The cards at the right, built from what the model lets one turn. Knows kinds of controls, never families. */
final class InspectorView extends ScrollPane {
    private final ExploreViewModel explore;
    private final Texts texts;
    private final ControlCards cards;
    private final VBox column = new VBox();
    private final Map<Aspect<?>, Card> byGroup = new HashMap<>();
    /** Which cards a person has folded, by title, so that another model does not unfold them. */
    private final Map<String, Boolean> open = new HashMap<>();
    private final List<Runnable> refreshers = new ArrayList<>();
    private Subscription own = Subscription.EMPTY;

    InspectorView(ExploreViewModel explore, Texts texts) {
        this.explore = explore;
        this.texts = texts;
        this.cards = new ControlCards(explore, texts, refreshers::add, subscription -> own = own.and(subscription));
        column.getStyleClass().add("inspector");
        setContent(column);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
    }

    Subscription follow() {
        return Subscription.combine(explore.opened().subscribe(_ -> build()), explore.request().subscribe(_ -> refresh()),
                () -> own.unsubscribe());
    }

    /** Brings a card into sight and puts the focus there. */
    void show(Aspect<?> group) {
        reveal(group);
        if (byGroup.containsKey(group)) byGroup.get(group).enter();
    }

    /** Brings a card into sight. */
    void reveal(Aspect<?> group) {
        Card card = byGroup.get(group);
        if (card == null) return;
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
        byGroup.clear();
        column.getChildren().clear();
        setVvalue(0);
        if (explore.opened().get() == null) return;
        List<Control.Slider> sliders = new ArrayList<>();
        List<Control.Guess> guesses = new ArrayList<>();
        for (Control control : explore.controls())
            switch (control) {
                case Control.Seed seed -> add(Aspects.LATENT, "control.latent", cards.seed(seed));
                case Control.Truncate truncate -> truncation(truncate);
                case Control.NoiseLevels noise -> add(Aspects.NOISE, "control.noise", cards.noise(noise));
                case Control.Mixing mixing -> add(Aspects.MIXING, "control.mixing", cards.mixing(mixing));
                case Control.Classes classes -> add(Aspects.CLASSES, "control.classes", cards.classes(classes));
                case Control.EditZ z -> add(Aspects.EDIT_Z, "control.editZ", cards.editZ(z));
                case Control.EditW w -> add(Aspects.EDIT_W, "control.editW", cards.editW(w));
                case Control.Slider slider -> sliders.add(slider);
                case Control.Transform transform -> sliders.addAll(transform.sliders());
                case Control.Guess guess -> {
                    if (guess.options().size() > 1) guesses.add(guess);
                }
                default -> throw new IllegalStateException("no card for " + control);
            }
        if (byGroup.containsKey(Aspects.LATENT)) byGroup.get(Aspects.LATENT).with(cards.bars());
        if (!sliders.isEmpty()) add(Aspects.SLIDERS, "control.sliders", cards.sliders(sliders));
        if (!guesses.isEmpty()) {
            Card card = card("control.guess", () -> {});
            card.captionProperty().set(texts.text("control.guess.caption"));
            card.with(cards.guesses(guesses));
        }
        refresh();
    }

    /** ψ stands with the latent that it draws to the middle, as in the papers' figures. */
    private void truncation(Control.Truncate truncate) {
        Card latent = byGroup.get(Aspects.LATENT);
        if (latent == null) add(Aspects.TRUNCATION, "control.truncation", cards.truncation(truncate));
        else {
            latent.with(cards.truncation(truncate).rows());
            latent.changedProperty().unbind();
            latent.changedProperty().bind(explore.changed(Aspects.LATENT).or(explore.changed(Aspects.TRUNCATION)));
        }
    }

    private void add(Aspect<?> group, String title, ControlCards.Content content) {
        Card card = card(title, () -> reset(group));
        card.changedProperty().bind(explore.changed(group));
        card.captionProperty().bind(content.caption());
        card.with(content.rows());
        card.setId("card-" + group.id());
        byGroup.put(group, card);
    }

    private void reset(Aspect<?> group) {
        explore.change(request -> {
            var initial = explore.opened().get().model().initial();
            var changed = group.reset(request, initial);
            boolean both = group == Aspects.LATENT && !byGroup.containsKey(Aspects.TRUNCATION);
            return both ? Aspects.TRUNCATION.reset(changed, initial) : changed;
        });
    }

    private Card card(String title, Runnable reset) {
        String name = texts.text(title);
        Card card = new Card(name, texts.text("card.fold", name), texts.text("action.reset.tip"), reset);
        card.openProperty().set(open.getOrDefault(name, true));
        card.openProperty().addListener((_, _, now) -> open.put(name, now));
        column.getChildren().add(card);
        return card;
    }

    /** For tests: what stands in the column. */
    List<Node> shownCards() {
        return List.copyOf(column.getChildren());
    }
}
