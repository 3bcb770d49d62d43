package meander.app.explore;

import java.io.IOException;
import java.util.Optional;

import meander.app.model.LoadedModel;
import meander.models.family.ModelInfo;
import meander.models.render.Frame;
import meander.models.request.RenderRequest;

/** Keeps pictures of models from one start to the next: a small one of each, and the one that it was left with. */
final class PictureKeeper {
    private final ExploreViewModel.Parts parts;
    private final FrameLoop frames;
    private String asked = "";

    PictureKeeper(ExploreViewModel.Parts parts, FrameLoop frames) {
        this.parts = parts;
        this.frames = frames;
    }

    /** Keeps a small picture, where there is none yet. @param picture full */
    void keepThumbnail(LoadedModel model, Frame picture) {
        String hash = model.hash();
        if (asked.equals(hash) || parts.store().thumbnails().containsKey(hash)) return;
        asked = hash;
        frames.chore(() -> {
            try {
                byte[] png = parts.pictures().thumbnail(picture);
                parts.fx().later(() -> parts.store().keepThumbnail(hash, png));
            } catch (IOException e) {
                System.getLogger(PictureKeeper.class.getName()).log(System.Logger.Level.WARNING, "no thumbnail", e);
            }
        });
    }

    /** Keeps the picture with which a model is left. What is not kept of a request cannot be asked for again. */
    void keepLast(LoadedModel left) {
        Optional<Frame> seen = frames.whole();
        if (seen.isPresent() && seen.get().request().equals(seen.get().request().light()))
            parts.pictures().keepLast(seen.get(), left.model().info(), left.hash());
    }

    /** Shows the picture with which a model was left, if it is what is looked at now. */
    void showLast(LoadedModel model, Frame last, RenderRequest now) {
        ModelInfo info = model.model().info();
        if (last.request().equals(now) && last.width() == info.width() && last.height() == info.height())
            frames.showLast(last.pixels());
    }
}
