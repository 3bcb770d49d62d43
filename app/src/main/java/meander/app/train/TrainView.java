package meander.app.train;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.kordamp.ikonli.material2.Material2OutlinedAL;

import meander.app.base.Commands;
import meander.app.base.FxThreads;
import meander.app.base.Tasks;
import meander.app.base.Texts;
import meander.app.base.WorkspaceView;
import meander.app.session.WindowStateStore;
import meander.app.widgets.ActionButtons;
import meander.app.widgets.Banner;
import meander.app.widgets.Icons;
import meander.app.widgets.TaskStrip;
import meander.training.run.TrainingEvent;

/** The Train workspace on the screen: the parts that fill the frame, each following the view model. */
public final class TrainView implements WorkspaceView {
    /** What the view shows and works with. @param disk reads pictures */
    public record Parts(TrainViewModel train, Tasks tasks, WindowStateStore store, Texts texts, FxThreads fx, Executor disk) {}

    private final TrainViewModel train;
    private final Texts texts;
    private final TrainTexts words;
    private final RunListView list;
    private final RunInspector inspector;
    private final RunView page;
    private final StackPane middle = new StackPane();
    private final BorderPane stage;
    private final VBox empty;
    private final Banner banner;
    private final HBox breadcrumb;
    private final Label crumb = new Label();
    private final HBox status = new HBox();
    private final Label device = new Label();
    private final Label steps = new Label();
    private final Label checkpoint = new Label();
    private final TrainActions hands;
    private final Subscription following;
    private NewRunView newRun;
    private Subscription ofRun = Subscription.EMPTY;

    public TrainView(Parts parts, TrainActions hands) {
        this.train = parts.train();
        this.texts = parts.texts();
        this.hands = hands;
        words = new TrainTexts(texts, ZoneId.systemDefault());
        SampleGridLoader sheets = new SampleGridLoader(parts.fx(), parts.disk());
        list = new RunListView(train, words, sheets);
        inspector = new RunInspector(train, words);
        page = new RunView(words, sheets);
        empty = emptyState();
        banner = new Banner(
                new Banner.Words(texts.text("banner.details"), texts.text("banner.copied"), texts.text("action.close")),
                this::copy, train::dismissBanner);
        middle.getStyleClass().add("train-stage");
        middle.setMinSize(0, 0);
        middle.setFocusTraversable(true);
        middle.setOnMousePressed(_ -> middle.requestFocus());
        stage = new BorderPane(middle, banner.slot(), null, null, null);
        breadcrumb = ActionButtons.breadcrumb(texts.text("rail.train"), crumb);
        TaskStrip strip = new TaskStrip(parts.tasks(), parts.store(), texts);
        status.getStyleClass().add("status-bar");
        for (Label label : List.of(device, steps, checkpoint))
            label.setMinWidth(Region.USE_PREF_SIZE);
        status.getChildren().addAll(device, steps, checkpoint, strip);
        following = Subscription.combine(list.follow(), inspector.follow(), strip.follow(), train.banner().subscribe(this::say),
                train.selected().subscribe(_ -> show()), train.draft().subscribe(_ -> show()),
                train.reading().subscribe(_ -> show()));
    }

    @Override
    public Node list() {
        return list;
    }

    @Override
    public Node stage() {
        return stage;
    }

    @Override
    public Node inspector() {
        return inspector;
    }

    @Override
    public Node breadcrumb() {
        return breadcrumb;
    }

    @Override
    public Node status() {
        return status;
    }

    /** The sheet whose pictures are on the screen; null before the first. */
    public ReadOnlyObjectProperty<TrainingEvent.Samples> shown() {
        return page.line().shown();
    }

    @Override
    public boolean settled() {
        if (train.reading().get()) return false;
        RunViewModel run = train.selected().get();
        if (train.draft().get() != null) return !(train.draft().get().look().get() instanceof NewRunViewModel.Look.Looking);
        return run == null || run.sheet().equals(Optional.ofNullable(shown().get()))
                && !(train.data().get() instanceof NewRunViewModel.Look.Looking);
    }

    @Override
    public void takeFocus() {
        middle.requestFocus();
    }

    @Override
    public List<Button> actions(Commands commands) {
        ActionButtons buttons = new ActionButtons(commands, texts, this::takeFocus);
        Button pause = buttons.button("train.pause");
        pause.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> texts.text(train.controls().resumable().get() ? "train.resume" : "train.pause"),
                        train.controls().resumable()));
        Button stop = buttons.button("train.stop");
        stop.setText(texts.text("train.stop"));
        Button explore = buttons.button("train.explore");
        explore.getStyleClass().add("primary");
        explore.textProperty()
                .bind(Bindings.createStringBinding(() -> texts.text(train.saving().get()
                        ? "train.explore.saving"
                        : train.live().get() != null && train.live().get() == train.selected().get()
                                ? "train.explore.live"
                                : "train.explore"),
                        train.saving(), train.live(), train.selected()));
        return List.of(buttons.palette(), pause, stop, explore);
    }

    private void show() {
        ofRun.unsubscribe();
        ofRun = Subscription.EMPTY;
        NewRunViewModel draft = train.draft().get();
        RunViewModel run = draft == null ? train.selected().get() : null;
        if (newRun != null) newRun.close();
        newRun = null;
        page.show(run);
        crumb.setText(draft != null ? texts.text("train.new.title") : run == null ? "" : run.name());
        if (draft != null) {
            newRun = new NewRunView(train, draft, words, hands);
            middle.getChildren().setAll(newRun);
        } else if (run != null) middle.getChildren().setAll(page);
        else if (train.reading().get()) middle.getChildren().clear();
        else
            middle.getChildren().setAll(empty);
        if (run == null) {
            for (Label label : List.of(device, steps, checkpoint))
                label.setText("");
            return;
        }
        ofRun = run.revision().subscribe(_ -> {
            status(run);
            list.refresh();
        });
    }

    private void status(RunViewModel run) {
        RunHistory story = run.story();
        device.setText(story.started().map(TrainingEvent.Started::device).orElse(""));
        steps.setText(story.progress().filter(_ -> run.state().get().live()).map(progress -> {
            StringBuilder said = new StringBuilder();
            progress.millis().forEach((phase, millis) -> said.append(said.isEmpty() ? "" : " · ")
                    .append(texts.text("train.status.phase", phase, Texts.millis(millis))));
            return said.isEmpty() ? "" : texts.text("train.status.step", said.toString());
        }).orElse(""));
        checkpoint.setText(run.state().get().live()
                ? RunView.sinceCheckpoint(story).map(ago -> texts.text("train.status.checkpoint", texts.ago(ago))).orElse("")
                : "");
    }

    private void say(TrainBanner now) {
        switch (now) {
            case null -> banner.setVisible(false);
            case TrainBanner.Crashed(RunRow row) -> banner.offer(texts.text("train.crashed", row.name()),
                    texts.text(row.saved() ? "train.crashed.what" : "train.crashed.early", RunHistory.kimg(row.images())),
                    texts.text("train.resume"), () -> train.resume(row));
            case TrainBanner.Elsewhere(RunRow row) -> banner.offer(texts.text("train.elsewhere", row.name()),
                    texts.text("train.elsewhere.what"), texts.text("train.elsewhere.again"), () -> train.lookAgain(row));
            case TrainBanner.Trouble(String key, var why, _) -> banner.say(texts.text(key), texts.say(why));
        }
    }

    private void copy() {
        if (train.banner().get() instanceof TrainBanner.Trouble(_, var why, String details)) {
            ClipboardContent content = new ClipboardContent();
            content.putString((texts.say(why) + "\n" + details).strip());
            Clipboard.getSystemClipboard().setContent(content);
        }
    }

    private VBox emptyState() {
        boolean complete = train.canTrain();
        Label sentence = new Label(texts.text(complete ? "train.empty" : "train.empty.incomplete"));
        sentence.getStyleClass().add("sentence");
        Button begin = new Button(texts.text("train.new"));
        begin.getStyleClass().add("primary");
        begin.setOnAction(_ -> train.newRun());
        Label hint = new Label(texts.text("train.empty.drop"));
        hint.getStyleClass().add("hint");
        VBox box = new VBox(Icons.of(Material2OutlinedAL.BAR_CHART), sentence);
        if (complete) box.getChildren().addAll(begin, hint);
        box.getStyleClass().add("empty-state");
        box.setMaxHeight(Region.USE_PREF_SIZE);
        return box;
    }

    @Override
    public void close() {
        following.unsubscribe();
        ofRun.unsubscribe();
        page.close();
        if (newRun != null) newRun.close();
    }
}
