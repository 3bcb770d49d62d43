package meander.app.shell;

import java.util.List;
import java.util.Map;

import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;

import meander.app.base.Commands;
import meander.app.base.Notice;
import meander.app.base.NoticesViewModel;
import meander.app.base.Tasks;
import meander.app.base.Texts;
import meander.app.base.Workspace;
import meander.app.help.HelpContent;
import meander.app.help.HelpView;
import meander.app.session.WindowStateStore;
import meander.app.settings.SettingsActions;
import meander.app.settings.SettingsView;
import meander.app.settings.SettingsViewModel;
import meander.app.tour.TourActions;
import meander.app.tour.TourView;
import meander.app.tour.TourViewModel;
import meander.app.widgets.ActionButtons;
import meander.app.widgets.Banner;
import meander.app.widgets.TaskStrip;
import meander.models.family.Families;
import meander.training.recipe.Recipes;

/** What stands beside the work: the pages of settings and help, the tour, and the banner that concerns the whole window. */
public final class PagesView implements AutoCloseable {
    /** What they show. */
    public record Parts(NoticesViewModel notices, SettingsViewModel settings, TourViewModel tour, Families families,
            Recipes recipes) {}

    private final Parts parts;
    private final Texts texts;
    private final SettingsActions hands;
    private final Map<Workspace, ScrollPane> pages;
    private final SettingsView settings;
    private final TourView tour;
    private final Banner banner;
    private Subscription following;

    /** @param commands of each workspace, for the help, @param touring what the tour needs */
    PagesView(Parts parts, Texts texts, SettingsActions hands, Map<Workspace, Commands> commands, TourActions touring) {
        this.parts = parts;
        this.texts = texts;
        this.hands = hands;
        settings = new SettingsView(parts.settings(), texts, hands);
        HelpView help = new HelpView(HelpContent.of(commands, parts.families(), parts.recipes()), texts, hands::beginTour);
        pages = Map.of(Workspace.SETTINGS, settings, Workspace.HELP, help);
        tour = new TourView(parts.tour(), texts, touring);
        banner = new Banner(new Banner.Words(texts.text("notice.copy"), texts.text("banner.copied"), texts.text("action.close")),
                this::copy, parts.notices()::dismiss);
        following = parts.notices().shown().subscribe(this::say);
    }

    /** What fills the frame on a page. @param commands of that page */
    WindowFrame.Parts frame(Workspace workspace, Commands commands, Tasks tasks, WindowStateStore store) {
        ScrollPane page = pages.get(workspace);
        TaskStrip strip = new TaskStrip(tasks, store, texts);
        following = following.and(strip.follow());
        HBox status = new HBox(strip);
        status.getStyleClass().add("status-bar");
        return new WindowFrame.Parts(null, page, null,
                ActionButtons.breadcrumb(texts.text("rail." + workspace.id()), new Label()),
                List.of(new ActionButtons(commands, texts, page::requestFocus).palette()), status);
    }

    /** Puts the tour and the banner into the window. */
    void into(WindowFrame shell) {
        StackPane slot = banner.slot();
        slot.getStyleClass().add("of-window");
        shell.putAbove(slot);
        shell.lay(tour);
        following = following.and(tour.follow());
    }

    /** A page comes into sight. */
    void show(Workspace workspace) {
        if (workspace == Workspace.SETTINGS) settings.show();
        pages.get(workspace).requestFocus();
    }

    boolean settled(Workspace workspace) {
        return workspace != Workspace.SETTINGS || settings.settled();
    }

    /** Puts the focus on what goes on with the tour. */
    void enterTour() {
        tour.takeFocus();
    }

    /** Controls have come or gone: the tour looks for its own. */
    void followTour() {
        tour.requestLayout();
    }

    private void say(Notice notice) {
        if (notice == null) {
            banner.setVisible(false);
            return;
        }
        String what = texts.say(notice.what());
        String why = texts.say(notice.why());
        if (notice.copy().isEmpty()) {
            banner.offer(what, why, texts.text("rail.settings"), () -> {
                parts.notices().dismiss();
                hands.showSettings();
            });
            return;
        }
        notice.folder().ifPresentOrElse(folder -> banner.say(what, why, texts.text("notice.folder"), () -> hands.open(folder)),
                () -> banner.say(what, why));
    }

    private void copy() {
        Notice notice = parts.notices().shown().get();
        if (notice == null) return;
        ClipboardContent content = new ClipboardContent();
        content.putString(notice.copy());
        Clipboard.getSystemClipboard().setContent(content);
    }

    @Override
    public void close() {
        following.unsubscribe();
        settings.close();
    }
}
