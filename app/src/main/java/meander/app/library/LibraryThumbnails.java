package meander.app.library;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import javafx.scene.Node;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.shape.Rectangle;

import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

import meander.app.library.LibraryViewModel.Entry;
import meander.app.widgets.Icons;

/** The small pictures of models on the screen, each read once, in the background. */
public final class LibraryThumbnails {
    private static final double MOST = 128;
    private static final double ARC = 16;

    private final Map<Path, Image> images = new HashMap<>();

    /** The picture with round corners, or an icon that stands for it. */
    Node of(Entry entry, double side) {
        if (entry.thumbnail() == null)
            return Icons.of(entry.item().facts().isProgram()
                    ? Material2OutlinedAL.CODE
                    : entry.item().facts().translates() ? Material2OutlinedMZ.SWAP_HORIZ : Material2OutlinedAL.IMAGE);
        ImageView view = new ImageView(images.computeIfAbsent(entry.thumbnail(),
                file -> new Image(file.toUri().toString(), 2 * MOST, 2 * MOST, true, true, true)));
        view.setPreserveRatio(true);
        view.setFitWidth(side);
        view.setFitHeight(side);
        Rectangle round = new Rectangle(side, side);
        round.setArcWidth(ARC);
        round.setArcHeight(ARC);
        view.setClip(round);
        return view;
    }
}
