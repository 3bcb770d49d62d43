package meander.app.translate;

import java.util.List;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.base.ErrorBanner;
import meander.app.base.Question;

/** What the banner above the panes says. */
public final class TranslateBanner {
    /** One thing at a time. */
    public sealed interface Content {
        record Trouble(ErrorBanner fault) implements Content {}

        /** Pictures of a folder could not be translated; all others were. */
        record Broken(List<SkippedFiles> pictures) implements Content {}

        /** Translations of these names were there already, and were left alone. */
        record LeftAlone(int count, Runnable overwrite) implements Content {}

        /** Something is not done unasked. */
        record Asks(Question question) implements Content {}
    }

    private final ReadOnlyObjectWrapper<Content> content = new ReadOnlyObjectWrapper<>();

    TranslateBanner() {}

    /** What it says; null when all is well. */
    public ReadOnlyObjectProperty<Content> content() {
        return content.getReadOnlyProperty();
    }

    public void dismiss() {
        content.set(null);
    }

    /** The person wants what it asks for. */
    public void acceptQuestion() {
        if (!(content.get() instanceof Content.Asks(Question question))) return;
        dismiss();
        question.accept().run();
    }

    void show(Content now) {
        content.set(now);
    }

    void show(ErrorBanner fault) {
        show(new Content.Trouble(fault));
    }

    /** What went wrong with work of a kind is over. */
    void clear(ErrorBanner.Kind kind) {
        if (content.get() instanceof Content.Trouble(ErrorBanner fault) && fault.kind() == kind) dismiss();
    }
}
