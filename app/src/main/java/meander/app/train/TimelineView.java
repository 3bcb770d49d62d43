package meander.app.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import meander.app.base.Texts;
import meander.app.widgets.DragGesture;
import meander.app.widgets.SegmentedControl;
import meander.app.widgets.TimelineTrack;
import meander.training.run.TrainingEvent;

/** The same latents at any moment of a run, from the beginning to now; two moments beside each other. */
final class TimelineView extends VBox {
    /** How two moments are compared. */
    private enum Way {
        WIPE("train.compare.wipe"), SIDE("train.compare.side");

        private final String key;

        Way(String key) {
            this.key = key;
        }
    }

    /** What a hand that scrubs will most likely want next. */
    private static final int[] NEIGHBOURS = {1, -1, 2, -2, 3, -3};

    private final Texts texts;
    private final SampleGridLoader sheets;
    private final Label caption = new Label();
    private final ToggleButton compare;
    private final SegmentedControl<Way> way;
    private final SampleGridView grid = new SampleGridView();
    private final SampleGridView beside = new SampleGridView();
    private final HBox grids = new HBox(grid);
    private final TimelineTrack track;
    private final Label first = new Label("0");
    private final Label moment = new Label();
    private final Label now = new Label();
    private final ReadOnlyObjectWrapper<TrainingEvent.Samples> shown = new ReadOnlyObjectWrapper<>(this, "shown");
    private RunViewModel run;
    private Subscription following = Subscription.EMPTY;

    TimelineView(Texts texts, SampleGridLoader sheets) {
        this.texts = texts;
        this.sheets = sheets;
        getStyleClass().addAll("m-card", "time-line");
        Label title = new Label(texts.text("train.line"));
        title.getStyleClass().add("plain-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        caption.getStyleClass().add("card-caption");
        caption.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        way = new SegmentedControl<>(List.of(Way.values()), each -> texts.text(each.key), each -> texts.text(each.key + ".tip"));
        way.setId("train-compare-way");
        way.valueProperty().set(Way.WIPE);
        way.valueProperty().addListener((_, _, _) -> refresh());
        way.setMinWidth(Region.USE_PREF_SIZE);
        compare = new ToggleButton(texts.text("train.compare"));
        compare.setId("train-compare");
        compare.getStyleClass().add("toggle");
        compare.setMinWidth(Region.USE_PREF_SIZE);
        compare.setTooltip(new Tooltip(texts.text("train.compare.tip")));
        compare.setOnAction(_ -> {
            run.toggleCompare();
            refresh();
        });
        HBox header = new HBox(title, gap, caption, way, compare);
        header.getStyleClass().add("line-header");
        grids.getStyleClass().add("grids");
        HBox.setHgrow(grid, Priority.ALWAYS);
        HBox.setHgrow(beside, Priority.ALWAYS);
        VBox.setVgrow(grids, Priority.ALWAYS);
        track = new TimelineTrack(DragGesture.NONE, index -> run.scrub(index), index -> run.compareWith(index));
        track.setId("time-line");
        track.setAccessibleText(texts.text("train.line.track"));
        way.getChildren().get(Way.SIDE.ordinal()).setId("train-compare-side");
        moment.getStyleClass().add("moment");
        moment.setMinWidth(0);
        Region left = new Region();
        Region right = new Region();
        HBox.setHgrow(left, Priority.ALWAYS);
        HBox.setHgrow(right, Priority.ALWAYS);
        HBox scale = new HBox(first, left, moment, right, now);
        scale.getStyleClass().add("scale");
        getChildren().addAll(header, grids, track, scale);
    }

    /** The sheet whose pictures are on the screen; null before the first. */
    ReadOnlyObjectProperty<TrainingEvent.Samples> shown() {
        return shown.getReadOnlyProperty();
    }

    /** Shows a run; null for none. */
    void show(RunViewModel changed) {
        following.unsubscribe();
        run = changed;
        shown.set(null);
        grid.show(null, null);
        beside.show(null, null);
        following = run == null
                ? Subscription.EMPTY
                : Subscription.combine(run.revision().subscribe(_ -> refresh()), run.moment().subscribe(_ -> refresh()),
                        run.compared().subscribe(_ -> refresh()), run.kept().subscribe(_ -> refresh()));
    }

    void close() {
        following.unsubscribe();
    }

    /** How high it would like to be, at a width, with pictures in as many columns as the sheet has. */
    double wish(double width) {
        if (run == null || run.story().samples().isEmpty()) return 220;
        TrainingEvent.Samples sheet = run.story().samples().getLast();
        double tile = (width - 24) / sheet.columns();
        return 122 + tile * sheet.rows() * sheet.height() / sheet.width();
    }

    private void refresh() {
        if (run == null) return;
        List<TrainingEvent.Samples> all = run.story().samples();
        boolean two = run.compared().get() >= 0;
        compare.setSelected(two);
        compare.setDisable(all.size() < 2);
        set(way, two);
        boolean side = two && way.valueProperty().get() == Way.SIDE;
        if (side != grids.getChildren().contains(beside)) {
            if (side) grids.getChildren().addFirst(beside);
            else
                grids.getChildren().remove(beside);
        }
        double[] positions = all.stream().mapToDouble(TrainingEvent.Samples::images).toArray();
        List<TimelineTrack.Mark> marks = marks(all);
        double end = Math.max(run.story().images(), 1);
        track.show(positions, end, run.moment().get(), run.compared().get(), marks);
        say();
        paint();
    }

    private List<TimelineTrack.Mark> marks(List<TrainingEvent.Samples> all) {
        List<TimelineTrack.Mark> marks = new ArrayList<>();
        Optional<TrainingEvent.Samples> best = run.story().best();
        for (int i = 0; i < all.size(); i++)
            if (run.kept().get().contains(all.get(i).images())) marks.add(new TimelineTrack.Mark(i, "kept"));
            else if (best.isPresent() && best.get() == all.get(i)) marks.add(new TimelineTrack.Mark(i, "best"));
        return marks;
    }

    private void say() {
        Optional<TrainingEvent.Samples> at = run.sheet();
        String where = at.map(sheet -> RunHistory.kimg(sheet.images())).orElse("–");
        String count = at.map(sheet -> Integer.toString(sheet.columns() * sheet.rows())).orElse("0");
        caption.setText(at.isEmpty()
                ? ""
                : run.compared().get() >= 0
                        ? texts.text("train.line.compared",
                                RunHistory.kimg(run.comparedSheet().map(TrainingEvent.Samples::images).orElse(0L)), where)
                        : at.get().shown().isEmpty()
                                ? texts.text("train.line.caption", count, where)
                                : texts.text("train.line.caption.pictures", Integer.toString(at.get().columns()), where));
        String star = run.isKept() ? "  ★ " + texts.text("train.kept") : run.isBest() ? "  ★ " + texts.text("train.best") : "";
        Optional<TrainingEvent.Samples> best = run.story().best();
        moment.setText(at.isEmpty()
                ? texts.text("train.line.none")
                : texts.text("train.kimg", where) + (star.isEmpty() && best.isPresent()
                        ? "  ·  " + texts.text("train.line.best", RunHistory.kimg(best.get().images()))
                        : star));
        now.setText(texts.text("train.line.now", RunHistory.kimg(run.story().images())));
        track.setAccessibleHelp(moment.getText());
        grid.setAccessibleText(caption.getText());
    }

    private void paint() {
        Optional<TrainingEvent.Samples> at = run.sheet();
        if (at.isEmpty()) {
            grid.show(null, null);
            return;
        }
        if (sheets.isBroken(file(at.get()))) {
            grid.show(null, null);
            moment.setText(texts.text("train.line.broken"));
            shown.set(at.get());
            return;
        }
        Optional<SampleGridView.Sheet> sheet = at.flatMap(this::ready);
        Optional<TrainingEvent.Samples> with = run.comparedSheet();
        Optional<SampleGridView.Sheet> other = with.flatMap(this::ready);
        boolean side = grids.getChildren().contains(beside);
        // What is on the screen stays there until the other is read.
        SampleGridView.Sheet here = sheet.orElse(grid.shown());
        grid.show(here, side || with.isEmpty() ? null : other.orElse(null));
        if (side) other.ifPresent(there -> beside.show(there, null));
        if (sheet.isPresent() && (with.isEmpty() || other.isPresent() || sheets.isBroken(file(with.get())))) shown.set(at.get());
        List<Path> wanted = new ArrayList<>();
        at.ifPresent(each -> wanted.add(file(each)));
        with.ifPresent(each -> wanted.add(file(each)));
        for (int step : NEIGHBOURS) {
            int index = run.moment().get() + step;
            if (index >= 0 && index < run.story().samples().size()) wanted.add(file(run.story().samples().get(index)));
        }
        RunViewModel asked = run;
        sheets.wish(wanted, (file, _) -> {
            boolean needed = run == asked && (run.sheet().map(this::file).filter(file::equals).isPresent()
                    || run.comparedSheet().map(this::file).filter(file::equals).isPresent());
            if (needed) paint();
        });
    }

    private Optional<SampleGridView.Sheet> ready(TrainingEvent.Samples sheet) {
        Image image = sheets.at(file(sheet));
        return image == null
                ? Optional.empty()
                : Optional.of(new SampleGridView.Sheet(image, sheet.columns(), sheet.rows(), image.getWidth() / sheet.columns(),
                        image.getHeight() / sheet.rows(),
                        sheet.shown().stream().map(row -> texts.messages().textOr("train.sheet." + row, row)).toList()));
    }

    private Path file(TrainingEvent.Samples sheet) {
        return run.folder().resolve(sheet.file());
    }

    private static void set(Region part, boolean on) {
        part.setVisible(on);
        part.setManaged(on);
    }
}
