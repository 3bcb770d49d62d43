package meander.app.translate;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.base.BannerTasks;
import meander.app.base.ErrorBanner;
import meander.app.base.FileNames;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Task;
import meander.app.base.Tasks;
import meander.app.model.ModelLoader;
import meander.app.model.ModelLoader.Consent;

/** Opens networks for panes, several at once. */
final class TranslateLoader {
    private final TranslatorFiles files;
    private final Tasks tasks;
    private final FxThreads fx;
    private final TranslateBanner banner;
    private final ReadOnlyIntegerWrapper opening = new ReadOnlyIntegerWrapper();
    private final ReadOnlyObjectWrapper<Path> draws = new ReadOnlyObjectWrapper<>();

    TranslateLoader(TranslateViewModel.Parts parts, TranslateBanner banner) {
        files = new TranslatorFiles(new ModelLoader(parts.opener(), parts.store().openings()),
                hash -> parts.store().session().get().answersTo(hash));
        tasks = parts.tasks();
        fx = parts.fx();
        this.banner = banner;
    }

    /** How many networks are being opened. */
    ReadOnlyIntegerProperty opening() {
        return opening.getReadOnlyProperty();
    }

    /** The file that was opened last and draws from latents; null at first. */
    ReadOnlyObjectProperty<Path> draws() {
        return draws.getReadOnlyProperty();
    }

    /** Opens a file. @param said besides the answers that are known, @param then takes what was opened, unless it was called off */
    void open(Path file, Map<String, String> said, Consent consent, Consumer<OpenNetworks> then) {
        start(file, row -> {
            TranslatorFiles.Found found = files.open(file, said, consent, row::progress, row::cancelled);
            fx.later(() -> {
                if (!row.cancelled()) arrive(found, then);
            });
            return null;
        });
    }

    /** Looks for the other half of a network that was opened elsewhere. */
    void pair(LoadedDirection side, Map<String, String> answers, Consumer<OpenNetworks> then) {
        start(side.file(), row -> {
            OpenNetworks opened = files.paired(side, answers, row::cancelled);
            fx.later(() -> then.accept(opened));
            return null;
        });
    }

    private void start(Path file, Task.Work work) {
        opening.set(opening.get() + 1);
        BannerTasks.whenEnded(tasks.start(Message.of("task.open", FileNames.of(file)), work),
                _ -> opening.set(opening.get() - 1));
    }

    private void arrive(TranslatorFiles.Found found, Consumer<OpenNetworks> then) {
        switch (found) {
            case TranslatorFiles.Found.Translates(OpenNetworks opened) -> {
                banner.clear(ErrorBanner.Kind.OPEN);
                then.accept(opened);
            }
            case TranslatorFiles.Found.Draws(Path file) -> {
                draws.set(null);
                draws.set(file);
            }
            case TranslatorFiles.Found.Refused(ErrorBanner why) -> banner.show(why);
        }
    }
}
