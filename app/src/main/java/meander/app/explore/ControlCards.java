package meander.app.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.kordamp.ikonli.material2.Material2OutlinedAL;

import meander.app.base.AssumptionTexts;
import meander.app.base.Texts;
import meander.app.widgets.ChoiceNames;
import meander.app.widgets.ClassMixer;
import meander.app.widgets.DragGesture;
import meander.app.widgets.Icons;
import meander.app.widgets.MixingMatrix;
import meander.app.widgets.SeedField;
import meander.app.widgets.SegmentedControl;
import meander.app.widgets.SliderRow;
import meander.app.widgets.VectorBars;
import meander.app.widgets.VectorGrid;
import meander.models.latent.Noise;
import meander.models.request.Control;

/** What stands in the card of each kind of control. */
final class ControlCards {
    /** A card's inside. @param caption at the right of its title */
    record Content(ObservableValue<String> caption, Node... rows) {}

    private final ExploreViewModel explore;
    private final Texts texts;
    private final SliderRowFactory rows;
    private final Consumer<Runnable> refreshers;
    private final Consumer<Subscription> subscriptions;

    /**
     * @param refreshers    takes what is to be called when the request has changed
     * @param subscriptions takes what is to be ended with the card
     */
    ControlCards(ExploreViewModel explore, Texts texts, Consumer<Runnable> refreshers, Consumer<Subscription> subscriptions) {
        this.explore = explore;
        this.texts = texts;
        this.rows = new SliderRowFactory(texts);
        this.refreshers = refreshers;
        this.subscriptions = subscriptions;
    }

    Content seed(Control.Seed seed) {
        int w = explore.opened().get().model().info().wDim();
        String caption = w > 0
                ? texts.text("control.latent.caption.w", Integer.toString(seed.dimensions()), Integer.toString(w))
                : texts.text("control.latent.caption", Integer.toString(seed.dimensions()));
        SeedCard card = new SeedCard(explore, texts);
        refreshers.accept(card::refresh);
        return new Content(fixed(caption), card);
    }

    /** w at a glance. */
    Node bars() {
        VectorBars bars = new VectorBars();
        subscriptions.accept(explore.frames().styles().subscribe(styles -> {
            bars.setVisible(styles != null);
            bars.setManaged(styles != null);
            if (styles != null) bars.show(styles.data(), styles.shape().dim(1));
        }));
        return bars;
    }

    Content truncation(Control.Truncate truncate) {
        SliderRow psi = rows.row(explore.values().psi(), texts.text("control.psi"), texts.text("control.psi.tip"));
        if (truncate.layers() == 0) return new Content(fixed(""), psi);
        SliderRow cutoff = rows.row(explore.values().cutoff(), texts.text("control.cutoff"), texts.text("control.cutoff.tip"));
        cutoff.setWords(
                value -> value >= truncate.layers() ? texts.text("control.cutoff.all") : Long.toString(Math.round(value)));
        return new Content(fixed(""), psi, cutoff);
    }

    Content noise(Control.NoiseLevels noise) {
        SegmentedControl<Noise.Mode> mode = new SegmentedControl<>(List.of(Noise.Mode.CONST, Noise.Mode.RANDOM, Noise.Mode.NONE),
                each -> texts.text("control.noise." + word(each)), _ -> "");
        mode.valueProperty().bindBidirectional(explore.values().noiseMode());
        SeedField seed = new SeedField(texts.text("control.noise.seed"), value -> explore.values().noiseSeed().set(value));
        HBox seedLine = line("control.noise.seed", "control.noise.seed.tip", new HBox(seed));
        SliderRow strength = rows.row(explore.values().noiseStrength(), texts.text("control.noise.strength"),
                texts.text("control.noise.strength.tip"));
        VBox layers = new VBox();
        layers.getStyleClass().add("card-content");
        for (int i = 0; i < noise.layers().size(); i++) {
            Control.Layer layer = noise.layers().get(i);
            boolean second = i > 0 && noise.layers().get(i - 1).resolution() == layer.resolution();
            layers.getChildren()
                    .add(rows.row(explore.values().noiseStrength(layer.index()),
                            texts.text(second ? "control.noise.layer.second" : "control.noise.layer",
                                    Integer.toString(layer.resolution())),
                            texts.text("control.noise.layer.tip", layer.index(), Integer.toString(layer.resolution()))));
        }
        ToggleButton more = disclosure(texts.text("control.noise.layers"), layers);
        ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper();
        refreshers.accept(() -> {
            Noise now = explore.editor().request().get().noise();
            seed.setSeed(now.seed());
            boolean random = now.mode() == Noise.Mode.RANDOM;
            seedLine.setVisible(random);
            seedLine.setManaged(random);
            strength.setDisable(now.mode() == Noise.Mode.NONE);
            layers.setDisable(now.mode() == Noise.Mode.NONE);
            caption.set(texts.text("control.noise.caption." + word(now.mode()), Long.toString(now.seed())));
        });
        return new Content(caption, line("control.noise.mode", "control.noise.mode.tip", mode), seedLine, strength, more, layers);
    }

    Content mixing(Control.Mixing mixing) {
        StyleMixModel mix = new StyleMixModel(explore, texts, mixing.layers());
        MixingMatrix matrix = new MixingMatrix(mix, new MixingMatrix.Words(texts.text("control.mixing.own.tip"),
                texts.text("control.mixing.tip"), texts.text("control.mixing.add"), texts.text("action.remove")), hand());
        matrix.setId("mixing-matrix");
        Label hint = new Label();
        hint.getStyleClass().add("card-hint");
        refreshers.accept(() -> {
            matrix.refresh();
            hint.setText(
                    texts.text(explore.values().mix().get().donors().isEmpty() ? "control.mixing.empty" : "control.mixing.hint"));
        });
        subscriptions.accept(mix.follow(matrix::refresh));
        return new Content(fixed(texts.text("control.mixing.caption")), matrix, hint);
    }

    Content classes(Control.Classes classes) {
        ClassMixer mixer = new ClassMixer(new ClassMixerModel(explore, texts, rows, classes),
                new ClassMixer.Words(texts.text("control.classes.pick"), texts.text("control.classes.pick.tip"),
                        texts.text("control.classes.none"), texts.text("control.classes.blend"), texts.text("action.remove"),
                        count -> texts.text("control.classes.blended", count)));
        refreshers.accept(mixer::refresh);
        return new Content(fixed(texts.text("control.classes.caption", classes.count())), mixer);
    }

    Content editZ(Control.EditZ z) {
        VectorGrid.Vector vector = new VectorGrid.Vector() {
            @Override
            public int dimensions() {
                return z.dimensions();
            }

            @Override
            public double get(int dimension) {
                return explore.values().zOffsets().get().get(dimension);
            }

            @Override
            public void set(int dimension, double value) {
                explore.values().z(dimension).value().set(value);
            }
        };
        VectorGrid grid = grid(vector);
        ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper();
        refreshers.accept(() -> {
            grid.refresh();
            caption.set(texts.text("control.editZ.caption", explore.values().zOffsets().get().offsets().size(),
                    Integer.toString(z.dimensions())));
        });
        return new Content(caption, grid);
    }

    Content editW(Control.EditW w) {
        WOffsetsModel edits = new WOffsetsModel(explore, w.dimensions());
        VectorGrid grid = grid(edits);
        ComboBox<Integer> layer = new ComboBox<>();
        layer.getItems().add(WOffsetsModel.ALL);
        w.layers().forEach(each -> layer.getItems().add(each.index()));
        layer.setConverter(ChoiceNames.named(index -> index == WOffsetsModel.ALL
                ? texts.text("control.edit.layer.all")
                : texts.text("control.edit.layer", index, Integer.toString(w.layers().get(index).resolution()))));
        layer.setValue(WOffsetsModel.ALL);
        layer.setTooltip(new Tooltip(texts.text("control.edit.layer.tip")));
        layer.setAccessibleText(texts.text("control.edit.layer.tip"));
        layer.setPrefWidth(136);
        layer.setMinWidth(136);
        layer.valueProperty().addListener((_, _, index) -> {
            edits.show(index);
            grid.refresh();
        });
        grid.beside(layer);
        ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper();
        refreshers.accept(() -> {
            grid.refresh();
            caption.set(texts.text("control.editZ.caption", edits.changed(), Integer.toString(w.dimensions())));
        });
        return new Content(caption, grid);
    }

    Content sliders(List<Control.Slider> sliders) {
        List<Node> lines = new ArrayList<>();
        for (Control.Slider slider : sliders)
            lines.add(rows.row(explore.values().slider(slider), texts.messages().textOr("slider." + slider.id(), slider.id()),
                    texts.messages().textOr("slider." + slider.id() + ".about", "")));
        return new Content(fixed(""), lines.toArray(Node[]::new));
    }

    /** Answers to what the file does not say; another one opens it anew. */
    Node[] guesses(List<Control.Guess> guesses) {
        List<Node> lines = new ArrayList<>();
        AssumptionTexts words = new AssumptionTexts(texts.messages());
        for (Control.Guess guess : guesses) {
            ComboBox<String> answer = new ComboBox<>();
            answer.getItems().setAll(guess.options());
            answer.setConverter(ChoiceNames.named(option -> words.option(guess, option)));
            answer.setValue(guess.chosen());
            answer.setMaxWidth(Double.MAX_VALUE);
            String name = words.name(guess);
            answer.setAccessibleText(name);
            answer.valueProperty().addListener((_, _, chosen) -> explore.answer(guess.id(), chosen));
            lines.add(labelled(name, words.about(guess), answer));
        }
        Label hint = new Label(texts.text("control.guess.tip"));
        hint.getStyleClass().add("card-hint");
        lines.add(hint);
        return lines.toArray(Node[]::new);
    }

    private VectorGrid grid(VectorGrid.Vector vector) {
        return new VectorGrid(vector, new VectorGrid.Words(texts.text("control.edit.search"), texts.text("control.edit.changed"),
                texts.text("control.edit.none"), dimension -> texts.text("control.edit.tip", Integer.toString(dimension))),
                hand());
    }

    private HBox line(String name, String tip, Node control) {
        return labelled(texts.text(name), texts.text(tip), control);
    }

    private static HBox labelled(String name, String tip, Node control) {
        Label label = new Label(name);
        label.getStyleClass().add("row-name");
        label.setTooltip(new Tooltip(tip));
        label.setLabelFor(control);
        HBox line = new HBox(label, control);
        line.getStyleClass().add("control-row");
        HBox.setHgrow(control, Priority.ALWAYS);
        return line;
    }

    private static ToggleButton disclosure(String title, Node content) {
        ToggleButton button = new ToggleButton(title, Icons.of(Material2OutlinedAL.EXPAND_MORE));
        button.getStyleClass().add("sub-title");
        content.visibleProperty().bind(button.selectedProperty());
        content.managedProperty().bind(button.selectedProperty());
        return button;
    }

    private DragGesture hand() {
        return DragGesture.of(explore.editor()::begin, explore.editor()::end);
    }

    private static String word(Noise.Mode mode) {
        return mode.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static ObservableValue<String> fixed(String text) {
        return new ReadOnlyStringWrapper(text);
    }
}
