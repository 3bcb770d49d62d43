package meander.app.explore;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import meander.app.base.Texts;
import meander.app.widgets.Card;
import meander.models.family.Control;

/** The cards at the right, built from what the model lets one turn. Knows kinds of controls, never families. */
final class InspectorView extends ScrollPane {
    private final ExploreViewModel explore;
    private final Texts texts;
    private final ControlCards cards;
    private final VBox column = new VBox();
    private final Map<ControlGroup, Card> byGroup = new EnumMap<>(ControlGroup.class);
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
    void show(ControlGroup group) {
        reveal(group);
        if (byGroup.containsKey(group)) byGroup.get(group).enter();
    }

    /** Brings a card into sight. */
    void reveal(ControlGroup group) {
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
                case Control.Seed seed -> add(ControlGroup.LATENT, "control.latent", cards.seed(seed));
                case Control.Truncate truncate -> truncation(truncate);
                case Control.NoiseLevels noise -> add(ControlGroup.NOISE, "control.noise", cards.noise(noise));
                case Control.Mixing mixing -> add(ControlGroup.MIXING, "control.mixing", cards.mixing(mixing));
                case Control.Classes classes -> add(ControlGroup.CLASSES, "control.classes", cards.classes(classes));
                case Control.EditZ z -> add(ControlGroup.EDIT_Z, "control.editZ", cards.editZ(z));
                case Control.EditW w -> add(ControlGroup.EDIT_W, "control.editW", cards.editW(w));
                case Control.Slider slider -> sliders.add(slider);
                case Control.Transform transform -> sliders.addAll(transform.sliders());
                case Control.Guess guess -> guesses.add(guess);
            }
        if (byGroup.containsKey(ControlGroup.LATENT)) byGroup.get(ControlGroup.LATENT).with(cards.bars());
        if (!sliders.isEmpty()) add(ControlGroup.SLIDERS, "control.sliders", cards.sliders(sliders));
        if (!guesses.isEmpty()) {
            Card card = card("control.guess", () -> {});
            card.captionProperty().set(texts.text("control.guess.caption"));
            card.with(cards.guesses(guesses));
        }
        refresh();
    }

    /** ψ stands with the latent that it draws to the middle, as in the papers' figures. */
    private void truncation(Control.Truncate truncate) {
        Card latent = byGroup.get(ControlGroup.LATENT);
        if (latent == null) add(ControlGroup.TRUNCATION, "control.truncation", cards.truncation(truncate));
        else {
            latent.with(cards.truncation(truncate).rows());
            latent.changedProperty().unbind();
            latent.changedProperty().bind(explore.changed(ControlGroup.LATENT).or(explore.changed(ControlGroup.TRUNCATION)));
        }
    }

    private void add(ControlGroup group, String title, ControlCards.Content content) {
        Card card = card(title, () -> reset(group));
        card.changedProperty().bind(explore.changed(group));
        card.captionProperty().bind(content.caption());
        card.with(content.rows());
        card.setId("card-" + group.name().toLowerCase(java.util.Locale.ROOT));
        byGroup.put(group, card);
    }

    private void reset(ControlGroup group) {
        explore.change(request -> {
            var initial = explore.opened().get().model().initial();
            var changed = group.reset(request, initial);
            boolean both = group == ControlGroup.LATENT && !byGroup.containsKey(ControlGroup.TRUNCATION);
            return both ? ControlGroup.TRUNCATION.reset(changed, initial) : changed;
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
