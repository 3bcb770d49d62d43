package meander.app.library;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.base.Texts;
import meander.app.library.LibraryViewModel.Entry;
import meander.app.library.ModelDetailsViewModel.State;
import meander.app.widgets.Card;
import meander.app.widgets.FactRow;
import meander.app.widgets.Icons;
import meander.models.family.ModelInfo;

/** One model in detail: what it is, its tags, what a picture costs, its licence, its tensors. */
final class ModelDetailsView extends ScrollPane implements AutoCloseable {
    private static final double THUMB = 96;
    private static final int HASH_SHOWN = 16;
    private static final KeyCombination UNDO = KeyCombination.valueOf("Shortcut+Z");
    private static final KeyCombination REDO = KeyCombination.valueOf("Shift+Shortcut+Z");

    private final LibraryViewModel library;
    private final ModelDetailsViewModel details;
    private final Texts texts;
    private final LibraryActions hands;
    private final LibraryThumbnails pictures;
    private final VBox page = new VBox();
    private final StackPane thumb = new StackPane();
    private final Label name = new Label();
    private final Label line = new Label();
    private final FlowPane tags = new FlowPane();
    private final TextField newTag = new TextField();
    private final HBox notice = new HBox();
    private final Label noticeWords = new Label();
    private final Button locate = new Button();
    private final Button remove = new Button();
    private final Card facts;
    private final Card cost;
    private final Card licence;
    private final GridPane cards = new GridPane();
    private final Card tensors;
    private final TensorTable table;
    private final Node empty;
    private final Subscription following;
    private Entry shown;

    ModelDetailsView(LibraryViewModel library, Texts texts, LibraryActions hands, LibraryThumbnails pictures) {
        this.library = library;
        this.details = library.details();
        this.texts = texts;
        this.hands = hands;
        this.pictures = pictures;
        facts = card("library.facts");
        cost = card("library.cost");
        licence = card("library.licence");
        tensors = card("library.tensors");
        cards.addRow(0, facts, cost, licence);
        cards.getStyleClass().add("details-cards");
        cards.setMinHeight(Region.USE_PREF_SIZE);
        for (int i = 0; i < 3; i++) {
            ColumnConstraints third = new ColumnConstraints();
            third.setPercentWidth(100.0 / 3);
            cards.getColumnConstraints().add(third);
        }
        VBox.setVgrow(tensors, Priority.ALWAYS);
        empty = emptyState();
        table = new TensorTable(details, texts);
        tensors.with(table, table.counting());
        tensors.fill();
        page.getStyleClass().add("details-page");
        getStyleClass().add("details");
        setContent(page);
        setFitToWidth(true);
        setFitToHeight(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        following = Subscription.combine(library.selected().subscribe(_ -> header()), details.state().subscribe(_ -> content()),
                library.trouble().subscribe(_ -> notice()));
    }

    private Card card(String key) {
        String title = texts.text(key);
        Card card = new Card(title, texts.text("card.fold", title), texts.text("action.reset.tip"), () -> {});
        card.setId(key.replace('.', '-'));
        return card;
    }

    private HBox head() {
        thumb.getStyleClass().add("details-thumb");
        name.getStyleClass().add("details-name");
        name.setMinWidth(0);
        line.getStyleClass().add("secondary");
        tags.getStyleClass().add("tags");
        newTag.setPromptText(texts.text("library.tag.add"));
        newTag.setAccessibleText(texts.text("library.tag.add"));
        newTag.setId("new-tag");
        newTag.setPrefColumnCount(9);
        newTag.setOnAction(_ -> {
            library.addTag(shown.file(), newTag.getText());
            newTag.clear();
        });
        // A field that is empty has nothing of its own to undo.
        newTag.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            boolean back = UNDO.match(event);
            if (!newTag.getText().isEmpty() || !back && !REDO.match(event)) return;
            if (back) library.undo();
            else
                library.redo();
            event.consume();
        });
        VBox words = new VBox(name, line, tags);
        words.getStyleClass().add("details-words");
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        remove.setText(texts.text("library.remove"));
        remove.setId("details-remove");
        remove.setMinWidth(Region.USE_PREF_SIZE);
        remove.setOnAction(_ -> library.remove(shown.file()));
        HBox head = new HBox(thumb, words, remove);
        head.getStyleClass().add("details-head");
        locate.setText(texts.text("library.locate"));
        locate.setId("details-locate");
        locate.setMinWidth(Region.USE_PREF_SIZE);
        locate.setOnAction(_ -> hands.locate(shown.file()));
        noticeWords.setMinWidth(0);
        HBox.setHgrow(noticeWords, Priority.ALWAYS);
        noticeWords.setMaxWidth(Double.MAX_VALUE);
        notice.getStyleClass().add("details-notice");
        notice.getChildren().setAll(Icons.of(Material2OutlinedAL.ERROR_OUTLINE), noticeWords, locate);
        notice.managedProperty().bind(notice.visibleProperty());
        return head;
    }

    private void header() {
        Entry now = library.selected().get();
        boolean same = shown != null && now != null && shown.file().equals(now.file());
        if (now == null) {
            shown = null;
            page.getChildren().setAll(empty);
            return;
        }
        if (page.getChildren().isEmpty() || page.getChildren().getFirst() == empty)
            page.getChildren().setAll(head(), notice, cards, tensors);
        if (!same || !Objects.equals(shown.thumbnail(), now.thumbnail()) || !shown.item().facts().equals(now.item().facts()))
            thumb.getChildren().setAll(pictures.of(now, THUMB));
        if (!same) newTag.clear();
        shown = now;
        name.setText(now.name());
        line.setText(now.line());
        remove.setVisible(now.item().source() != EntrySource.BUNDLED);
        List<Node> chips = new ArrayList<>();
        now.item().tags().forEach(tag -> chips.add(chip(tag)));
        chips.add(newTag);
        if (tags.getChildren().size() != chips.size() || !same || !names(chips).equals(names(tags.getChildren())))
            tags.getChildren().setAll(chips);
        notice();
        content();
    }

    private static List<String> names(List<Node> chips) {
        return chips.stream().map(chip -> String.valueOf(chip.getUserData())).toList();
    }

    private Node chip(String tag) {
        Label words = new Label(tag);
        Button close = Icons.button(Material2OutlinedAL.CLOSE, texts.text("library.tag.remove", tag), () -> {
            requestFocus();
            library.removeTag(shown.file(), tag);
        });
        close.getStyleClass().add("flat");
        HBox chip = new HBox(words, close);
        chip.getStyleClass().add("tag");
        chip.setUserData(tag);
        return chip;
    }

    private void notice() {
        boolean missing = shown != null && shown.missing();
        String said = missing
                ? texts.text("library.missing.what", shown.file().toString())
                : details.state().get() instanceof State.Refused(_, var why)
                        ? texts.say(why)
                        : library.trouble().get() != null ? texts.say(library.trouble().get()) : "";
        noticeWords.setText(said);
        notice.setVisible(!said.isEmpty());
        locate.setVisible(missing);
        locate.setManaged(missing);
    }

    private void content() {
        notice();
        State state = details.state().get();
        boolean read = state instanceof State.Read;
        for (Node each : List.of(cards, tensors))
            each.setVisible(!(state instanceof State.Refused) && !(shown != null && shown.missing()));
        if (!read || shown == null) {
            for (Card each : List.of(facts, cost, licence))
                each.setRows(state instanceof State.Reading ? new Node[]{hint(texts.text("library.reading"))} : new Node[0]);
            tensors.captionProperty().set("");
            return;
        }
        ModelDetails dossier = ((State.Read) state).dossier();
        facts.setRows(facts(dossier));
        cost.setRows(dossier.cost().map(this::costs).orElseGet(() -> new Node[0]));
        cost.captionProperty()
                .set(dossier.cost().map(each -> texts.text("library.cost.size", each.width(), each.height())).orElse(""));
        licence.setRows(licence(dossier));
        tensors.captionProperty().set(texts.text("library.tensors.count", dossier.tensors().size(),
                dossier.tensors().stream().mapToLong(each -> each.tensor().elements()).sum()));
    }

    private Node[] facts(ModelDetails dossier) {
        ModelInfo info = dossier.info();
        List<Node> rows = new ArrayList<>();
        rows.add(fact("library.family", info.variant().isEmpty() ? info.family() : info.family() + " · " + info.variant()));
        if (info.width() > 0)
            rows.add(fact("library.picture", texts.text("library.picture.size", info.width(), info.height(), info.channels())));
        rows.add(fact("library.parameters", "%,d".formatted(info.parameters())));
        if (info.zDim() > 0)
            rows.add(fact("library.latent",
                    info.wDim() > 0
                            ? "z %d → w %d × %d".formatted(info.zDim(), info.layers(), info.wDim())
                            : "z " + info.zDim()));
        if (info.classes() > 0) rows.add(fact("library.labels", Integer.toString(info.classes())));
        rows.add(fact("library.file", texts.text("library.file.what", dossier.container(), bytes(dossier.bytes()))));
        rows.add(fact("library.source", texts.text("library.source." + shown.item().source().id())));
        if (shown.item().used() > 0)
            rows.add(fact("library.used",
                    DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                            .withLocale(texts.messages().locale()).withZone(ZoneId.systemDefault())
                            .format(Instant.ofEpochMilli(shown.item().used()))));
        FactRow hash = fact("library.hash", dossier.hash().substring(0, Math.min(HASH_SHOWN, dossier.hash().length())) + "…");
        Tooltip.install(hash, new Tooltip(dossier.hash()));
        rows.add(hash);
        return rows.toArray(Node[]::new);
    }

    private Node[] costs(ModelDetails.PictureCost picture) {
        return new Node[]{fact("library.cost.flops", texts.text("library.gflop", figure(picture.flops() / 1e9))),
                fact("library.cost.activations", bytes(picture.activations())),
                fact("library.cost.weights", bytes(picture.weights())), hint(texts.text("library.cost.about"))};
    }

    private Node[] licence(ModelDetails dossier) {
        Label words = new Label(dossier.licence().map(ModelDetails.Licence::words).orElseGet(() -> texts
                .text(shown.item().source() == EntrySource.BUNDLED ? "library.licence.bundled" : "library.licence.none")));
        words.setWrapText(true);
        List<Node> rows = new ArrayList<>(List.of(words));
        dossier.licence().ifPresent(found -> rows.add(hint(texts.say(found.where()))));
        return rows.toArray(Node[]::new);
    }

    private FactRow fact(String key, String value) {
        return new FactRow(texts.text(key), value);
    }

    private static Label hint(String words) {
        Label hint = new Label(words);
        hint.getStyleClass().add("card-hint");
        hint.setMinHeight(Region.USE_PREF_SIZE);
        return hint;
    }

    private String bytes(double bytes) {
        return bytes >= 1e9
                ? texts.text("library.gigabytes", figure(bytes / 1e9))
                : bytes >= 1e6
                        ? texts.text("library.megabytes", figure(bytes / 1e6))
                        : texts.text("library.kilobytes", figure(bytes / 1e3));
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }

    private Node emptyState() {
        Label sentence = new Label(texts.text("library.empty"));
        sentence.getStyleClass().add("sentence");
        Button choose = new Button(texts.text("library.open"));
        choose.getStyleClass().add("primary");
        choose.setOnAction(_ -> hands.chooseModels());
        VBox box = new VBox(Icons.of(Material2OutlinedMZ.PHOTO_LIBRARY), sentence, choose);
        box.getStyleClass().add("empty-state");
        StackPane middle = new StackPane(box);
        VBox.setVgrow(middle, Priority.ALWAYS);
        return middle;
    }

    @Override
    public void close() {
        following.unsubscribe();
        table.close();
    }
}
