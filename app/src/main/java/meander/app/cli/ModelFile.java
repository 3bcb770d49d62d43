package meander.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import meander.models.checkpoint.NonFiniteTensors;
import meander.models.checkpoint.Rejected;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.family.ProgramPolicy;
import meander.models.family.Translator;
import meander.models.files.OrdinaryFile;
import meander.models.render.MemoryDemand;
import meander.models.request.Control;
import meander.training.run.RunFolder;

/** Opens model files for the verbs. */
final class ModelFile {
    private ModelFile() {}

    /**
     * The file that is meant: for the folder of a training its newest model, else what was named.
     *
     * @throws CommandFailure when the training has no model yet
     */
    static Path meant(Path named) {
        if (!RunFolder.is(named)) return named;
        try {
            return new RunFolder(named).model().orElseThrow(() -> CommandFailure
                    .call(named + " is a training that has saved no model yet; the first comes with its first checkpoint."));
        } catch (IOException e) {
            throw CommandFailure.work(named + " cannot be read: " + FileErrorMessages.of(e) + ".", e);
        }
    }

    /** @throws CommandFailure when the file is not there or is not a model, with the reason */
    static Model open(Path named, FamilyControls own, CommandContext context) {
        return switch (opened(named, own.answers(Map.of()), own.policy(), context)) {
            case OpenResult.Ready(Model model) -> {
                own.check(model.controls(), model.info().name());
                yield model;
            }
            case OpenResult.Translates _ ->
                throw CommandFailure.call(named + " translates pictures and draws none of its own: use `meander translate`.");
            case OpenResult.Refused refused -> throw new IllegalStateException(refused.why().sentence());
        };
    }

    /** @throws CommandFailure when the file is not there or does not translate pictures, with the reason */
    static Translator translator(Path named, Map<String, String> answers, FamilyControls own, CommandContext context) {
        return switch (opened(named, own.answers(answers), own.policy(), context)) {
            case OpenResult.Translates(Translator translator) -> {
                own.check(translator.controls(), translator.info().name());
                yield translator;
            }
            case OpenResult.Ready _ ->
                throw CommandFailure.call(named + " draws from latents and translates no pictures: use `meander generate`.");
            case OpenResult.Refused refused -> throw new IllegalStateException(refused.why().sentence());
        };
    }

    /** Whatever opens: never {@link OpenResult.Refused}. @throws CommandFailure when the file is not there or does not open, with the reason */
    static OpenResult opened(Path named, Map<String, String> answers, ProgramPolicy programs, CommandContext context) {
        OpenResult result = result(named, answers, programs, context);
        if (result instanceof OpenResult.Refused refused) throw refused(meant(named), refused);
        return result;
    }

    static CommandFailure refused(Path file, OpenResult.Refused refused) {
        String sentence = FileErrorMessages.about(file, refused.why().sentence());
        return CommandFailure.work(refused.why().reason() == Rejected.Reason.PROGRAM_UNCONFINED
                ? sentence + " With --unconfined it is run."
                : sentence);
    }

    /** What opening a file gives, a refusal too. */
    static OpenResult result(Path named, Map<String, String> answers, ProgramPolicy programs, CommandContext context) {
        if (!Files.exists(named))
            throw CommandFailure.call(named + " does not exist; name a checkpoint, such as a .pkl or .pth file.");
        Path file = meant(named);
        refuseSpecial(file);
        if (Files.isDirectory(file))
            throw CommandFailure.call(file + " is a folder, and not that of a training; name a file in it.");
        try (ProgressReporter progress = ProgressReporter.of("Opening " + file.getFileName(), context)) {
            OpenResult result = context.engine().open(file, answers, programs, progress::at, context.interrupted());
            if (result instanceof OpenResult.Refused) context.goOn();
            return result;
        }
    }

    /** What may keep a reader waiting for ever is not read. @throws CommandFailure for a pipe, a socket or a device */
    static void refuseSpecial(Path file) {
        if (OrdinaryFile.isSpecial(file))
            throw CommandFailure.call(file + " is a pipe, a socket or a device; name an ordinary file.");
    }

    /** The first tensor of a file that holds numbers which are NaN or infinite. */
    static Optional<NonFiniteTensors> notFinite(Path file) {
        try {
            return Families.installed().nonFinite(file);
        } catch (UncheckedIOException e) {
            throw CommandFailure.work(file + " cannot be read: " + FileErrorMessages.of(e.getCause()) + ".", e);
        }
    }

    /** @throws CommandFailure that names the tensor */
    static void refuseNotFinite(Path file) {
        notFinite(file).ifPresent(found -> {
            throw CommandFailure.work(file + ": " + found.count() + " of the numbers of its tensor “" + found.tensor()
                    + "” are NaN or infinite, so what it draws means nothing; --force draws it all the same.");
        });
    }

    /** A sentence with what helps if a machine should not be asked that much. */
    static String withWayOut(String sentence, Throwable cause) {
        return cause instanceof MemoryDemand.Beyond ? sentence + " --force draws it all the same." : sentence;
    }

    /** The model's control of a kind, if it has one. */
    static <C extends Control> Optional<C> control(Model model, Class<C> kind) {
        return model.controls().stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
