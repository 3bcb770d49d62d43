package meander.app.explore;

import java.nio.file.Path;

import meander.app.base.BannerTasks;
import meander.app.base.ErrorBanner;
import meander.app.base.FileNames;
import meander.app.base.Message;
import meander.app.model.LoadedModel;
import meander.models.render.Frame;

/** Takes pictures and models along: as files. */
final class PictureExports {
    private final ExploreViewModel.Parts parts;
    private final BannerTasks work;

    PictureExports(ExploreViewModel.Parts parts, BannerTasks work) {
        this.parts = parts;
        this.work = work;
    }

    /** Saves a full picture so many times wider and higher. @param from what has drawn it */
    void save(Frame full, LoadedModel from, Path target, int factor) {
        work.start(ErrorBanner.Kind.SAVE, Message.of("task.save", FileNames.of(target)), row -> {
            Frame whole = factor == 1
                    ? full
                    : new Frame(parts.enlarger().enlarge(full.pixels(), factor, row::progress, row::cancelled), full.full(),
                            full.millis(), full.request());
            parts.pictures().save(target, whole, factor, from.model().info(), from.hash());
            return Message.of("picture.saved", FileNames.of(target));
        });
    }

    void export(LoadedModel model, Path target) {
        rememberFolder(target);
        work.start(ErrorBanner.Kind.EXPORT, Message.of("task.export", FileNames.of(target)), row -> {
            parts.exporter().export(model.model(), target, row::progress, row::cancelled);
            return Message.of("model.exported", FileNames.of(target));
        });
    }

    /** Where files went last is where the next chooser begins. */
    void rememberFolder(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null) parts.store().update(session -> session.withFolder(folder));
    }
}
