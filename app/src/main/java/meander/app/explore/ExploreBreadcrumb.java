package meander.app.explore;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;

import meander.app.base.Texts;
import meander.app.model.LoadedModel;

/** Where one is: the model, then the seed. */
final class ExploreBreadcrumb extends HBox {
    private final ExploreViewModel explore;
    private final Texts texts;
    private final Label model = new Label();
    private final Label between = new Label("›");
    private final Label seed = new Label();

    ExploreBreadcrumb(ExploreViewModel explore, Texts texts) {
        this.explore = explore;
        this.texts = texts;
        getStyleClass().add("breadcrumb");
        model.getStyleClass().add("crumb");
        model.setMinWidth(0);
        between.getStyleClass().add("between");
        between.setMinWidth(USE_PREF_SIZE);
        seed.getStyleClass().addAll("crumb", "here");
        seed.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(model, between, seed);
    }

    Subscription follow() {
        return Subscription.combine(explore.opened().subscribe(_ -> show()), explore.values().seed().subscribe(_ -> show()));
    }

    private void show() {
        LoadedModel opened = explore.opened().get();
        boolean there = opened != null;
        model.setText(there ? opened.model().info().name() : texts.text("breadcrumb.empty"));
        between.setVisible(there);
        seed.setVisible(there);
        seed.setText(texts.text("breadcrumb.seed", Long.toString(explore.values().seed().get())));
    }
}
