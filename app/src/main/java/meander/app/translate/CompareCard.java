package meander.app.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import meander.app.picture.Raster;
import meander.app.translate.CompareViewModel.Item;
import meander.app.translate.CompareViewModel.Key;
import meander.app.translate.CompareViewModel.Kind;
import meander.app.translate.CompareViewModel.Shown;
import meander.app.translate.CompareViewModel.Two;
import meander.app.widgets.SegmentedControl;

/** All pictures side by side and small, and how two of them are laid over one another. */
final class CompareCard extends VBox {
    private static final PseudoClass UNDER = PseudoClass.getPseudoClass("under");
    private static final PseudoClass OVER = PseudoClass.getPseudoClass("over");
    private static final double SIDE = 80;

    private final TranslateViewModel translate;
    private final CompareViewModel compare;
    private final TranslateTexts words;
    private final HBox row = new HBox();
    private final Label apart = new Label();
    private final SegmentedControl<Optional<Comparison.Way>> way;
    private final Map<Key, Thumb> thumbs = new HashMap<>();
    private final Thumb map;

    CompareCard(TranslateViewModel translate, TranslateTexts words) {
        this.translate = translate;
        this.compare = translate.compare();
        this.words = words;
        getStyleClass().addAll("m-card", "translate-card", "compare-card");
        Label title = new Label(text("translate.compare"));
        title.getStyleClass().add("plain-title");
        title.setMinWidth(USE_PREF_SIZE);
        apart.getStyleClass().add("secondary");
        apart.setMinWidth(0);
        List<Optional<Comparison.Way>> ways = new ArrayList<>(List.of(Optional.empty()));
        for (Comparison.Way way : Comparison.Way.values())
            ways.add(Optional.of(way));
        way = new SegmentedControl<>(ways, each -> text(key(each)), each -> text(key(each) + ".tip"));
        way.setId("compare-way");
        way.setMinWidth(USE_PREF_SIZE);
        way.valueProperty().addListener((_, _, now) -> compare.way().set(now.orElse(null)));
        HBox header = new HBox(title, apart, InputCard.gap(), way);
        header.getStyleClass().add("translate-line");
        row.getStyleClass().add("compare-row");
        ScrollPane scroll = new ScrollPane(row);
        scroll.setFitToHeight(true);
        scroll.setVbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        HBox.setHgrow(scroll, Priority.ALWAYS);
        Label hint = new Label(text("compare.hint"));
        hint.getStyleClass().add("compare-hint");
        HBox body = new HBox(scroll, hint);
        body.getStyleClass().add("compare-body");
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(header, body);
        map = new Thumb();
        map.setTooltip(new Tooltip(text("compare.map.tip")));
        map.setOnAction(_ -> compare.way().set(Comparison.Way.DIFFERENCE));
    }

    Subscription follow() {
        way.disableProperty().bind(Bindings.createBooleanBinding(() -> compare.shown().get().two().isEmpty(), compare.shown()));
        return Subscription.combine(compare.shown().subscribe(this::show),
                compare.way().subscribe(now -> way.valueProperty().set(Optional.ofNullable(now))));
    }

    private static String key(Optional<Comparison.Way> way) {
        return way.map(each -> "compare." + each.id()).orElse("compare.panes");
    }

    private void show(Shown shown) {
        List<Thumb> wanted = new ArrayList<>();
        thumbs.keySet().retainAll(shown.small().stream().map(Item::key).toList());
        for (Item item : shown.small()) {
            Thumb thumb = thumbs.computeIfAbsent(item.key(), this::thumb);
            thumb.show(item.picture(), name(item.key()), item.error());
            thumb.pseudoClassStateChanged(UNDER, shown.two().filter(two -> two.under().equals(item.key())).isPresent());
            thumb.pseudoClassStateChanged(OVER, shown.two().filter(two -> two.over().equals(item.key())).isPresent());
            wanted.add(thumb);
        }
        shown.two().ifPresent(two -> {
            map.show(two.map(), text("compare.map"), two.error());
            wanted.add(map);
        });
        if (!row.getChildren().equals(wanted)) row.getChildren().setAll(wanted);
        apart.setText(shown.two().map(this::apart).orElse(""));
    }

    private String apart(Two two) {
        return words.texts().text("compare.apart", name(two.under()), name(two.over()), words.error(two.error()));
    }

    private Thumb thumb(Key key) {
        Thumb thumb = new Thumb();
        thumb.setTooltip(new Tooltip(text("compare.choose")));
        thumb.setOnAction(_ -> compare.choose(key));
        thumb.addEventFilter(MouseEvent.MOUSE_RELEASED, event -> {
            if (!event.isShiftDown()) return;
            compare.under().set(key);
            event.consume();
        });
        return thumb;
    }

    /** What a picture is called. */
    private String name(Key key) {
        return name(translate, words, key);
    }

    static String name(TranslateViewModel translate, TranslateTexts words, Key key) {
        if (key.kind() == Kind.INPUT) return words.texts().text("translate.input");
        Optional<PaneViewModel> pane = translate.panes().stream().filter(each -> each.id() == key.pane()).findFirst();
        if (pane.isEmpty()) return "";
        String title = words.title(pane.get());
        Direction direction = pane.get().state().get().direction();
        return switch (key.kind()) {
            case INPUT, OUTPUT -> title;
            case CYCLE -> words.texts().text(direction == Direction.BACKWARD ? "compare.cycle.back" : "compare.cycle");
            case IDENTITY -> words.texts().text("compare.identity");
        };
    }

    private String text(String key) {
        return words.texts().text(key);
    }

    /** A small picture over its name. */
    private static final class Thumb extends Button {
        private final ImageView view = new ImageView();
        private Raster shown;

        Thumb() {
            getStyleClass().add("compare-thumb");
            setContentDisplay(ContentDisplay.TOP);
            setAlignment(Pos.TOP_CENTER);
            StackPane frame = new StackPane(view);
            frame.getStyleClass().add("frame");
            view.setPreserveRatio(true);
            view.setFitWidth(SIDE);
            view.setFitHeight(SIDE);
            frame.setMinSize(SIDE + 8, SIDE + 8);
            frame.setMaxSize(SIDE + 8, SIDE + 8);
            setGraphic(frame);
            setMinWidth(Region.USE_PREF_SIZE);
        }

        void show(Raster picture, String name, double error) {
            setText(Double.isNaN(error) ? name : name + " " + meander.app.base.NumberFormats.format(error, 3, false));
            if (picture == shown) return;
            shown = picture;
            WritableImage image = new WritableImage(picture.width(), picture.height());
            image.getPixelWriter().setPixels(0, 0, picture.width(), picture.height(), PixelFormat.getIntArgbInstance(),
                    picture.argb(), 0, picture.width());
            view.setImage(image);
        }
    }
}
