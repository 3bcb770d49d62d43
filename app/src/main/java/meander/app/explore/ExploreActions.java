package meander.app.explore;

import meander.models.render.Frame;
import meander.models.request.Aspect;

/** What commands need a screen for: choosers, the clipboard, the view of the stage. The node side implements it. */
public interface ExploreActions {
    /** Lets a person choose a model or a picture and hands it to {@link ExploreViewModel#open}. */
    void chooseFile();

    /** Lets a person choose where a picture goes and hands it to {@link ExploreViewModel#save}. @param factor how many times larger */
    void choosePictureTarget(int factor);

    /** Lets a person choose where an export goes and hands it to {@link ExploreViewModel#export}. */
    void chooseExportTarget();

    /** Puts a picture on the clipboard. */
    void copy(Frame frame);

    /** Fits the picture into the stage. */
    void zoomToFit();

    /** Shows a pixel of the picture as so many on the screen. */
    void zoomTo(int scale);

    /** Unfolds a card of the inspector and puts the focus into it. */
    void show(Aspect<?> group);
}
