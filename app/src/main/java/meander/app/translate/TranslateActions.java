package meander.app.translate;

import java.nio.file.Path;

import meander.app.picture.Raster;

/** What the Translate workspace needs a screen for: choosers, the clipboard, the view of the pictures. */
public interface TranslateActions {
    /** Lets a person choose a picture to translate. */
    void choosePicture();

    /** Lets a person choose a network for a pane of its own. */
    void chooseTranslator();

    /** Lets a person choose a network in the place of a pane’s. */
    void chooseTranslator(PaneViewModel pane);

    /** Lets a person choose a folder of pictures and where their translations go. */
    void chooseFolders();

    /** Lets a person choose where the active pane’s translation goes. @param factor how many times larger */
    void chooseTarget(int factor);

    /** Lets a person choose where the translations of a folder of pictures go. */
    void chooseFolder(Path from);

    /** Takes the picture that is on the clipboard, if there is one. */
    void paste();

    /** Puts a picture on the clipboard. */
    void copy(Raster picture);

    /** Copies what a banner says. */
    void copy(String text);

    /** Fits the pictures into their panes. */
    void zoomToFit();

    /** Shows a pixel of the pictures as so many on the screen. */
    void zoomTo(int scale);
}
