package meander.app.explore;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;

import meander.app.base.Texts;
import meander.app.widgets.TaskStrip;

/** The line at the bottom: where and how fast pictures are drawn, then what every workspace shows. */
final class StatusLine extends HBox {
    private final ExploreViewModel explore;
    private final Texts texts;
    private final TaskStrip tasks;
    private final Label device = label(0);
    private final Label preview = label(104);
    private final Label full = label(80);
    private final Label fps = label(140);

    StatusLine(ExploreViewModel explore, TaskStrip tasks, Texts texts) {
        this.explore = explore;
        this.tasks = tasks;
        this.texts = texts;
        getStyleClass().add("status-bar");
        getChildren().addAll(device, preview, full, fps, tasks);
    }

    Subscription follow() {
        return Subscription.combine(explore.device().subscribe(now -> device.setText(now == null ? "" : texts.say(now))),
                explore.frames().previewMillis().subscribe(now -> show(preview, "status.preview", now.doubleValue())),
                explore.frames().fullMillis().subscribe(now -> show(full, "status.full", now.doubleValue())),
                explore.frames().framesPerSecond().subscribe(now -> {
                    fps.setVisible(!Double.isNaN(now.doubleValue()));
                    fps.setText(texts.text("status.fps", Long.toString(Math.round(now.doubleValue()))));
                }), tasks.follow());
    }

    private void show(Label label, String key, double millis) {
        label.setVisible(!Double.isNaN(millis));
        label.setText(texts.text(key, Texts.millis(millis)));
    }

    private static Label label(double width) {
        Label label = new Label();
        // Room for the longest value, so that nothing beside it moves when the figures change.
        label.setMinWidth(width == 0 ? USE_PREF_SIZE : width);
        return label;
    }
}
