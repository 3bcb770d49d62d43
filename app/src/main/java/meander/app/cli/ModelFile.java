package meander.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import meander.models.family.Control;
import meander.models.family.Model;
import meander.models.family.OpenResult;

/** Opens model files for the verbs. */
final class ModelFile {
    private ModelFile() {}

    /** @throws Failure when the file is not there or is not a model, with the reason */
    static Model open(Path file, Context context) {
        if (!Files.exists(file)) throw Failure.call(file + " does not exist; name a checkpoint, such as a .pkl or .pth file.");
        if (Files.isDirectory(file)) throw Failure.call(file + " is a folder; name a file in it.");
        try (Progress progress = Progress.of("Opening " + file.getFileName(), context)) {
            return switch (context.engine().open(file, progress::at, context.interrupted())) {
                case OpenResult.Ready(Model model) -> model;
                case OpenResult.Refused refused -> {
                    context.goOn();
                    throw Failure.work(Sentences.about(file, refused.why().sentence()));
                }
            };
        }
    }

    /** The model's control of a kind, if it has one. */
    static <C extends Control> Optional<C> control(Model model, Class<C> kind) {
        return model.controls().stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
