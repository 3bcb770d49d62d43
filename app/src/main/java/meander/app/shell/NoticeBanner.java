package meander.app.shell;

import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;

import meander.app.base.FileManager;
import meander.app.base.Notice;
import meander.app.base.NoticesViewModel;
import meander.app.base.Tasks;
import meander.app.base.Texts;
import meander.app.widgets.Banner;

/** The banner that concerns the whole window. */
final class NoticeBanner {
    private final NoticesViewModel notices;
    private final Tasks tasks;
    private final Texts texts;
    private final Runnable showSettings;
    private final Banner banner;
    private final Subscription following;

    NoticeBanner(NoticesViewModel notices, Tasks tasks, Texts texts, Runnable showSettings) {
        this.notices = notices;
        this.tasks = tasks;
        this.texts = texts;
        this.showSettings = showSettings;
        banner = new Banner(new Banner.Words(texts.text("notice.copy"), texts.text("banner.copied"), texts.text("action.close")),
                this::copy, notices::dismiss);
        following = notices.shown().subscribe(this::say);
    }

    /** What is put into the window. */
    StackPane slot() {
        StackPane slot = banner.slot();
        slot.getStyleClass().add("of-window");
        return slot;
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
                notices.dismiss();
                showSettings.run();
            });
            return;
        }
        notice.folder().ifPresentOrElse(
                folder -> banner.say(what, why, texts.text("notice.folder"), () -> FileManager.open(folder, tasks)),
                () -> banner.say(what, why));
    }

    private void copy() {
        Notice notice = notices.shown().get();
        if (notice == null) return;
        ClipboardContent content = new ClipboardContent();
        content.putString(notice.copy());
        Clipboard.getSystemClipboard().setContent(content);
    }

    void close() {
        following.unsubscribe();
    }
}
