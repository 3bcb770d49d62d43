package meander.app.widgets;

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

import meander.app.base.Task;
import meander.app.base.Tasks;
import meander.app.base.Texts;
import meander.app.session.WindowStateStore;

/** The right end of the line at the bottom, in every workspace: what was said last, and the list of long work. */
public final class TaskStrip extends HBox {
    private final Tasks tasks;
    private final WindowStateStore store;
    private final Texts texts;
    private final Label notice = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Button list = new Button();
    private final VBox popupBox = new VBox();
    private final Popup popup = new Popup();
    private Subscription rows = Subscription.EMPTY;

    public TaskStrip(Tasks tasks, WindowStateStore store, Texts texts) {
        this.tasks = tasks;
        this.store = store;
        this.texts = texts;
        getStyleClass().add("task-strip");
        HBox.setHgrow(this, Priority.ALWAYS);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        notice.setMinWidth(0);
        popupBox.getStyleClass().add("task-list");
        popup.getContent().add(popupBox);
        popup.setAutoHide(true);
        list.setMinWidth(Region.USE_PREF_SIZE);
        list.setOnAction(_ -> toggle());
        getChildren().addAll(gap, notice, bar, list);
    }

    /** Follows the list until the subscription ends. */
    public Subscription follow() {
        ListChangeListener<Task> changed = _ -> tasks();
        tasks.rows().addListener(changed);
        tasks();
        return Subscription.combine(tasks.notice().subscribe(said -> notice.setText(said == null ? "" : texts.say(said))),
                store.trouble().subscribe(said -> {
                    if (said != null) notice.setText(texts.say(said));
                }), () -> {
                    tasks.rows().removeListener(changed);
                    rows.unsubscribe();
                    popup.hide();
                });
    }

    private void tasks() {
        rows.unsubscribe();
        List<Task> all = tasks.rows();
        say();
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
            each.add(Subscription.combine(task.state().subscribe(_ -> say(row, task)), task.progress().subscribe(_ -> {
                say(row, task);
                say();
            })));
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

    /** One task is said with how far it is; several are counted. */
    private void say() {
        List<Task> all = tasks.rows();
        boolean counted = all.size() != 1 || all.getFirst().progress().get() < 0;
        list.setText(all.isEmpty()
                ? texts.text("status.tasks.none")
                : counted
                        ? texts.text("status.tasks", all.size())
                        : texts.text("status.task", texts.say(all.getFirst().title()), percent(all.getFirst().progress().get())));
    }

    private String percent(double share) {
        return share < 0 ? "" : texts.text("task.percent", Math.round(100 * share));
    }

    private void say(TaskRow row, Task task) {
        switch (task.state().get()) {
            case Task.State.Running() -> {
                String percent = percent(task.progress().get());
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
}
