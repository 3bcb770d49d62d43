package meander.app.explore;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.base.ErrorBanner;
import meander.app.base.Question;

/** What the banner above the stage says: a question, what went wrong, or which model is missing. */
public final class ExploreBanner {
    private final ReadOnlyObjectWrapper<ErrorBanner> fault = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<ViewBookmark> needsModel = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Question> question = new ReadOnlyObjectWrapper<>();

    ExploreBanner() {}

    /** What went wrong last; null when all is well. */
    public ReadOnlyObjectProperty<ErrorBanner> fault() {
        return fault.getReadOnlyProperty();
    }

    /** Takes the banner away. */
    public void dismissFault() {
        fault.set(null);
    }

    void show(ErrorBanner wrong) {
        fault.set(wrong);
    }

    /** What went wrong with work of a kind is over. */
    void clear(ErrorBanner.Kind kind) {
        if (fault.get() != null && fault.get().kind() == kind) fault.set(null);
    }

    /** What is not done unasked; null when nothing is. */
    public ReadOnlyObjectProperty<Question> question() {
        return question.getReadOnlyProperty();
    }

    void ask(Question asked) {
        question.set(asked);
    }

    /** The person wants it. */
    public void acceptQuestion() {
        Question now = question.get();
        question.set(null);
        if (now != null) now.accept().run();
    }

    /** The person does not want it. */
    public void dismissQuestion() {
        question.set(null);
    }

    /** The place whose model is not at hand; null when none is asked for. Opening the model answers. */
    public ReadOnlyObjectProperty<ViewBookmark> needsModel() {
        return needsModel.getReadOnlyProperty();
    }

    /** @param place null when none is asked for any more */
    void need(ViewBookmark place) {
        needsModel.set(place);
    }

    /** Gives up on the place whose model is not at hand. */
    public void forgetPlace() {
        needsModel.set(null);
    }
}
