package meander.app.translate;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import meander.app.base.BannerTasks;
import meander.app.base.ErrorBanner;
import meander.app.base.FileNames;
import meander.app.base.Message;
import meander.app.picture.PictureEnlarger;
import meander.models.graph.Tensor;

/** Takes translations along: the active pane’s as a picture, or those of a folder. */
public final class TranslationExports {
    private final TranslateViewModel translate;
    private final TranslateViewModel.Parts parts;
    private final RasterStore pictures;
    private final TranslateBanner banner;
    private final BannerTasks work;

    TranslationExports(TranslateViewModel translate, TranslateViewModel.Parts parts, RasterStore pictures, BannerTasks work) {
        this.translate = translate;
        this.parts = parts;
        this.pictures = pictures;
        this.banner = translate.banner();
        this.work = work;
    }

    /** A name for the active pane’s translation. @param factor how many times larger it is to be */
    public String targetName(int factor) {
        String name = translate.input().pictureName();
        String from = name.isEmpty() ? "drawing" : name.replaceFirst("\\.[^.]*$", "");
        PaneViewModel pane = translate.active().get();
        return from
                + (pane == null
                        ? ""
                        : "-" + pane.state().get().opened().chosen().translator().info().family().toLowerCase(Locale.ROOT))
                + PictureEnlarger.suffix(factor) + ".png";
    }

    /** Saves the active pane’s translation with its recipe inside, replacing what was there. */
    public void save(Path target) {
        save(target, 1);
    }

    /** Saves it so many times wider and higher, with the detail that a network puts in. */
    public void save(Path target, int factor) {
        PaneViewModel pane = translate.active().get();
        TranslationResult answer = pane == null ? null : pane.answer().get();
        if (answer == null) return;
        rememberFolder(target);
        Canvas.Source source = translate.input().sourceOf(answer.input());
        int side = translate.tile().get();
        work.start(ErrorBanner.Kind.SAVE, Message.of("task.save", FileNames.of(target)), row -> {
            Tensor pixels = factor == 1
                    ? answer.pixels()
                    : parts.enlarger().enlarge(answer.pixels(), factor, row::progress, row::cancelled);
            pictures.save(target, pixels, factor, source, answer.state(), side);
            return Message.of("picture.saved", FileNames.of(target));
        });
    }

    /** Translates a folder of pictures with the active pane’s network. What is there already stays until a person says otherwise. */
    public void translateFolder(Path from, Path to) {
        PaneViewModel pane = translate.active().get();
        if (pane == null) return;
        rememberFolder(to);
        run(new FolderTranslation(from, to, pane.state().get(), translate.tile().get(), false, List.of()));
    }

    private void run(FolderTranslation run) {
        work.start(ErrorBanner.Kind.FOLDER, Message.of("task.translate.folder", FileNames.of(run.from())), row -> {
            FolderTranslation.Report report = run.run(parts.translators(), pictures, row);
            parts.fx().later(() -> report(report));
            return Message.of("translate.folder.done", report.done(), FileNames.of(run.to()));
        });
    }

    private void report(FolderTranslation.Report report) {
        if (!report.leftOut().isEmpty()) banner.show(new TranslateBanner.Content.Broken(report.leftOut()));
        else if (!report.there().isEmpty()) banner.show(new TranslateBanner.Content.LeftAlone(report.there().size(), () -> {
            banner.dismiss();
            run(report.run().again(report.there()));
        }));
    }

    /** Where files went last is where the next chooser begins. */
    void rememberFolder(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null) parts.store().update(session -> session.withFolder(folder));
    }
}
