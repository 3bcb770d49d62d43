package meander.app.base;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.crash.FiledReport;

/** What concerns the whole window, one thing at a time, in the order in which it happened. On the window's thread. */
public final class NoticesViewModel {
    private final ReadOnlyObjectWrapper<Notice> shown = new ReadOnlyObjectWrapper<>();
    private final Deque<Notice> waiting = new ArrayDeque<>();
    private boolean toldUnwritable;

    /** What is said now; null for nothing. */
    public ReadOnlyObjectProperty<Notice> shown() {
        return shown.getReadOnlyProperty();
    }

    public void say(Notice notice) {
        if (shown.get() == null) shown.set(notice);
        else
            waiting.add(notice);
    }

    /** The person has read it. */
    public void dismiss() {
        shown.set(waiting.poll());
    }

    /** Says that something went wrong and where the report is. */
    public void say(FiledReport report) {
        String kind = "crash." + report.kind().name();
        Message why = report.file().map(file -> Message.of(kind + ".why", file.getFileName().toString()))
                .orElse(Message.of("crash.unwritten"));
        say(new Notice(Message.of(kind), why, report.text(), report.file().map(Path::getParent)));
    }

    /** Says once that nothing can be kept in a folder, however often it is tried. @param trouble null where all is well */
    public void unwritable(Message trouble) {
        if (trouble == null || toldUnwritable) return;
        toldUnwritable = true;
        say(new Notice(trouble, Message.of("notice.unwritable.why"), "", Optional.empty()));
    }
}
