package meander.app.explore;

import java.util.ArrayList;
import java.util.List;

import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import javafx.util.Subscription;

import meander.app.SessionStore;
import meander.app.Task;
import meander.app.Tasks;
import meander.app.Texts;
import meander.app.widgets.TaskRow;

/** The line at the bottom: where and how fast pictures are drawn, what was said last, and the list of long work. */
final class StatusLine extends HBox {
    private final ExploreViewModel explore;
    private final Tasks tasks;
    private final SessionStore store;
    private final Texts texts;
    private final Label device = label(0);
    private final Label preview = label(104);
    private final Label full = label(80);
    private final Label fps = label(140);
    private final Label notice = label(0);
    private final ProgressBar bar = new ProgressBar();
    private final Button list = new Button();
    private final VBox popupBox = new VBox();
    private final Popup popup = new Popup();
    private Subscription rows = Subscription.EMPTY;

    StatusLine(ExploreViewModel explore, Tasks tasks, SessionStore store, Texts texts) {
        this.explore = explore;
        this.tasks = tasks;
        this.store = store;
        this.texts = texts;
        getStyleClass().add("status-bar");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        notice.setMinWidth(0);
        popupBox.getStyleClass().add("task-list");
        popup.getContent().add(popupBox);
        popup.setAutoHide(true);
        list.setMinWidth(Region.USE_PREF_SIZE);
        list.setOnAction(_ -> toggle());
        getChildren().addAll(device, preview, full, fps, gap, notice, bar, list);
    }

    Subscription follow() {
        ListChangeListener<Task> changed = _ -> tasks();
        tasks.rows().addListener(changed);
        tasks();
        return Subscription.combine(explore.device().subscribe(now -> device.setText(now == null ? "" : texts.say(now))),
                explore.previewMillis().subscribe(now -> show(preview, "status.preview", now.doubleValue())),
                explore.fullMillis().subscribe(now -> show(full, "status.full", now.doubleValue())),
                explore.framesPerSecond().subscribe(now -> {
                    fps.setVisible(!Double.isNaN(now.doubleValue()));
                    fps.setText(texts.text("status.fps", Long.toString(Math.round(now.doubleValue()))));
                }), tasks.notice().subscribe(said -> notice.setText(said == null ? "" : texts.say(said))),
                store.trouble().subscribe(said -> {
                    if (said != null) notice.setText(texts.say(said));
                }), () -> {
                    tasks.rows().removeListener(changed);
                    rows.unsubscribe();
                    popup.hide();
                });
    }

    private void show(Label label, String key, double millis) {
        label.setVisible(!Double.isNaN(millis));
        label.setText(texts.text(key, Texts.millis(millis)));
    }

    private void tasks() {
        rows.unsubscribe();
        List<Task> all = tasks.rows();
        list.setText(all.isEmpty() ? texts.text("status.tasks.none") : texts.text("status.tasks", all.size()));
        list.setDisable(all.isEmpty());
        bar.setVisible(!all.isEmpty());
        bar.progressProperty().unbind();
        if (all.isEmpty()) popup.hide();
        else
            bar.progressProperty().bind(all.getLast().progress());
        Label title = new Label(texts.text("task.title").toUpperCase(texts.messages().locale()));
        title.getStyleClass().add("strip-title");
        popupBox.getChildren().setAll(title);
        List<Subscription> each = new ArrayList<>();
        for (Task task : all) {
            TaskRow row = row(task);
            popupBox.getChildren().add(row);
            each.add(Subscription.combine(task.state().subscribe(_ -> say(row, task)),
                    task.progress().subscribe(_ -> say(row, task))));
        }
        rows = () -> each.forEach(Subscription::unsubscribe);
    }

    private TaskRow row(Task task) {
        boolean running = task.state().get() instanceof Task.State.Running;
        TaskRow row = new TaskRow(texts.say(task.title()), texts.text(running ? "action.cancel" : "action.close"), () -> {
            if (task.state().get() instanceof Task.State.Running) task.cancel();
            else
                tasks.dismiss(task);
        });
        row.progressProperty().bind(task.progress());
        return row;
    }

    private void say(TaskRow row, Task task) {
        switch (task.state().get()) {
            case Task.State.Running() -> {
                double share = task.progress().get();
                String percent = share < 0 ? "" : texts.text("task.percent", Math.round(100 * share));
                row.stateProperty().set(task.timeLeft().get().map(left -> percent + " · " + texts.left(left)).orElse(percent));
            }
            case Task.State.Done(_) -> row.stateProperty().set(texts.text("task.done"));
            case Task.State.Cancelled() -> row.stateProperty().set(texts.text("task.cancelled"));
            case Task.State.Failed(var message, _) -> {
                row.fail();
                row.stateProperty().set(texts.say(message));
            }
        }
    }

    private void toggle() {
        if (popup.isShowing()) {
            popup.hide();
            return;
        }
        var corner = list.localToScreen(list.getWidth(), 0);
        popup.show(list, corner.getX() - 320, corner.getY());
        popup.setAnchorLocation(javafx.stage.PopupWindow.AnchorLocation.CONTENT_BOTTOM_RIGHT);
        popup.setAnchorX(corner.getX());
        popup.setAnchorY(corner.getY() - 6);
    }

    private static Label label(double width) {
        Label label = new Label();
        // Room for the longest value, so that nothing beside it moves when the figures change.
        label.setMinWidth(width == 0 ? USE_PREF_SIZE : width);
        return label;
    }
}
