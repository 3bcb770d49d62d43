package meander.app.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.util.Subscription;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.base.Command;
import meander.app.base.Commands;
import meander.app.base.FxThreads;
import meander.app.base.KeyBindings;
import meander.app.base.Tasks;
import meander.app.base.Texts;
import meander.app.base.WorkspaceView;
import meander.app.picture.PictureEnlarger;
import meander.app.session.WindowStateStore;
import meander.app.widgets.Icons;
import meander.app.widgets.TaskStrip;
import meander.models.render.Frame;
import meander.models.request.Aspect;

/** The Explore workspace on the screen: the parts that fill the frame, each following the view model. */
public final class ExploreView implements WorkspaceView {
    /** What the view shows and works with. @param worker turns large frames into pixels */
    public record Parts(ExploreViewModel explore, Tasks tasks, WindowStateStore store, Texts texts, FxThreads fx,
            Executor worker) {}

    /** The list of models beside the stage. @param close lets go of it */
    public record ModelList(Node node, Runnable close) {}

    private final ExploreViewModel explore;
    private final ModelList models;
    private final Texts texts;
    private final StageView stage;
    private final BorderPane middle;
    private final InspectorView inspector;
    private final ExploreBreadcrumb breadcrumb;
    private final StatusLine status;
    private final Subscription following;

    /** @param models fills the column at the left, @param chooseFile what the empty state's button does */
    public ExploreView(Parts parts, ModelList models, Runnable chooseFile) {
        this.texts = parts.texts();
        this.explore = parts.explore();
        this.models = models;
        stage = new StageView(explore, texts, parts.fx(), parts.worker(), chooseFile);
        SnapshotStrip strip = new SnapshotStrip(explore, texts);
        middle = new BorderPane(stage, null, null, strip, null);
        inspector = new InspectorView(explore, texts);
        breadcrumb = new ExploreBreadcrumb(explore, texts);
        status = new StatusLine(explore, new TaskStrip(parts.tasks(), parts.store(), texts), texts);
        following = Subscription.combine(stage.follow(), strip.follow(), inspector.follow(), breadcrumb.follow(),
                status.follow());
    }

    @Override
    public Node list() {
        return models.node();
    }

    @Override
    public Node stage() {
        return middle;
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

    /** The frame whose pixels are on the stage; null before the first. */
    public ReadOnlyObjectProperty<Frame> shown() {
        return stage.shown();
    }

    public void fit() {
        stage.fit();
    }

    public void zoomTo(int scale) {
        stage.zoomTo(scale);
    }

    public void toggleCrisp() {
        stage.toggleCrisp();
    }

    public void show(Aspect<?> group) {
        inspector.show(group);
    }

    /** Brings a card into sight and leaves the focus where it is. */
    public void reveal(Aspect<?> group) {
        inspector.reveal(group);
    }

    @Override
    public boolean settled() {
        Frame frame = shown().get();
        return frame != null && frame.full() && frame.request().equals(explore.editor().request().get())
                && frame == explore.frames().frame().get();
    }

    @Override
    public void takeFocus() {
        stage.takeFocus();
    }

    @Override
    public List<Button> actions(Commands commands) {
        List<String> ofPicture = new ArrayList<>(List.of("picture.save"));
        PictureEnlarger.FACTORS.forEach(factor -> ofPicture.add("picture.save" + factor));
        ofPicture.addAll(List.of("picture.copy", "snapshot.take"));
        stage.offer(commands, ofPicture);
        Command palette = commands.get("palette.show");
        Button all = button(commands, "palette.show", KeyBindings.words(palette.shortcut()));
        all.getStyleClass().add("key-button");
        Button export = button(commands, "model.export", texts.text("action.export"));
        export.getStyleClass().add("primary");
        return List.of(icon(commands, "edit.undo", Material2OutlinedMZ.UNDO),
                icon(commands, "edit.redo", Material2OutlinedMZ.REDO), all,
                button(commands, "picture.save", texts.text("action.save")), export);
    }

    private Button icon(Commands commands, String id, Ikon ikon) {
        Command command = commands.get(id);
        return wire(Icons.button(ikon, texts.text(command.titleKey()), command::run), command);
    }

    private Button button(Commands commands, String id, String text) {
        Command command = commands.get(id);
        Button button = new Button(text);
        button.setOnAction(_ -> command.run());
        return wire(button, command);
    }

    private Button wire(Button button, Command command) {
        String keys = KeyBindings.words(command.shortcut());
        String title = texts.text(command.titleKey());
        button.setTooltip(new Tooltip(keys.isEmpty() ? title : title + "  " + keys));
        button.setId("action-" + command.id().replace('.', '-'));
        // After a click the keys are commands again; the palette has taken the focus by then.
        button.addEventHandler(MouseEvent.MOUSE_RELEASED, _ -> stage.takeFocus());
        ObservableBooleanValue enabled = command.enabled();
        button.disableProperty().bind(javafx.beans.binding.Bindings.not(enabled));
        return button;
    }

    /** A frame as an image of its own, for the clipboard. */
    public static Image image(Frame frame) {
        return FrameImages.image(frame);
    }

    @Override
    public void close() {
        following.unsubscribe();
        models.close().run();
    }
}
