package meander.models.checkpoint;

import java.text.MessageFormat;
import java.util.List;

import meander.models.text.Phrase;
import meander.models.text.Technical;

/**
 * Why a file was not opened, as a value. A translation is looked up by the name of {@link #reason()} and is a {@link MessageFormat}
 * pattern over {@link #details()}; everything that varies is in there.
 *
 * @param report what was found in the file, in several lines, for whoever is asked about it; may be empty
 */
public record Rejected(Reason reason, List<Object> details, String report) implements ReadResult {
    public Rejected {
        details = List.copyOf(details);
    }

    public static Rejected because(Reason reason, Object... details) {
        return new Rejected(reason, List.of(details), "");
    }

    public Rejected with(String found) {
        return new Rejected(reason, details, found);
    }

    /** One English sentence: what it is and what to do. */
    public String sentence() {
        return phrase().english();
    }

    /** The sentence, before it has a language. */
    public Phrase phrase() {
        return new Phrase(reason, details);
    }

    /** Whether the English sentence says more than that of other languages: a part of it is for who knows the file's format. */
    public boolean isTechnical() {
        return switch (reason) {
            case MALFORMED, TOO_LARGE, SCRIPT_NOT_ALLOWED, PROGRAM_FAULT -> true;
            default -> details.stream().anyMatch(Rejected::isTechnical);
        };
    }

    private static boolean isTechnical(Object detail) {
        return detail instanceof Phrase phrase
                && (phrase.key() instanceof Technical || phrase.arguments().stream().anyMatch(Rejected::isTechnical));
    }

    /** Each reason's Javadoc lists its details in order. */
    public enum Reason implements Phrase.Key {
        /** File name. */
        MISSING_FILE("{0} does not exist: it may have been moved, renamed or deleted."),
        /** File name. */
        IS_FOLDER("{0} is a folder: choose a checkpoint file inside it."),
        /** File name, technical cause. */
        UNREADABLE("{0} cannot be read ({1}): check its permissions and its disk, then try again."),
        /** File name. */
        EMPTY_FILE("{0} is empty: copy or download it again."),
        /** File name. */
        CHANGED("{0} was changed, moved or deleted after it was opened: open it again."),
        /** No details. */
        CANCELLED("Opening was cancelled."),
        /** File name. */
        NOT_A_CHECKPOINT(
                "{0} is not a checkpoint that can be opened here: choose a .pkl, .pt, .pth, .safetensors or .onnx file that holds a network."),
        /** File name. */
        NOT_AN_ARRAY("{0} is not an array of NumPy: choose a .npy or .npz file."),
        /** File name. */
        WEB_PAGE(
                "{0} is a web page and not a checkpoint: the download did not deliver the file, download it again in a browser."),
        /** File name. */
        GIT_LFS_POINTER("{0} is only a Git LFS pointer: run \"git lfs pull\" in its repository to fetch the checkpoint itself."),
        /** File name. */
        TENSORFLOW(
                "{0} is a model of TensorFlow (SavedModel, graph or checkpoint), which is not read here: convert it to ONNX with tf2onnx and open the .onnx file."),
        /** File name. */
        KERAS("{0} is an HDF5 or .keras file, as Keras saves models, which is not read here: export the model to ONNX, for example with tf2onnx, and open the .onnx file."),
        /** File name. */
        TFLITE("{0} is a model of TensorFlow Lite, which is not read here: convert it with tf2onnx and its option --tflite, and open the .onnx file."),
        /** File name. */
        LIBTORCH_TENSORS(
                "{0} was saved by PyTorch’s C++ interface or without a forward method, so it holds tensors but no program: load it in Python with torch.jit.load and save its state_dict() with torch.save."),
        /** File name. */
        UNPACKED_PICKLE(
                "{0} comes out of an unpacked PyTorch archive and only lists tensors, whose numbers lie in other files: open the .pt or .pth file that was unpacked."),
        /** File name, the version that it needs, the newest that is known. */
        OPSET_TOO_NEW(
                "{0} needs version {1,number,integer} of ONNX’s operators, and here they are known up to version {2,number,integer}: export it again with an older opset, such as 17."),
        /** File name, the class of its module. */
        WHOLE_MODULE(
                "{0} holds a whole module of the class {1}, and what that class computes is not in the file: save its weights alone with torch.save(model.state_dict(), ...), or export it to ONNX."),
        /** File name, name of the family. */
        NOT_UNDERSTOOD(
                "{0} looks like {1}, but something about it was not foreseen, so it was not opened: please report it with the details below."),
        /** File name. */
        NO_NETWORK("{0} was read, but it holds no weights of a network: choose the file that the training saved as its model."),
        /** Byte position. */
        TRUNCATED(
                "The file ends at byte {0,number,integer}, before its content does: it is truncated, copy or download it again."),
        /** Byte position, technical cause. */
        MALFORMED("The file is damaged or not a checkpoint (byte {0,number,integer}: {1}): copy or download it again."),
        /** Name of the archive's entry. */
        MISSING_ENTRY("The archive lacks its entry \"{0}\": it is incomplete, copy or download it again."),
        /** Name of the archive's entry. */
        COMPRESSED_ENTRY(
                "The archive''s entry \"{0}\" is compressed, so it was packed again by another tool: use the original file."),
        /** The name that was asked for, such as {@code os.system}. */
        GLOBAL_NOT_ALLOWED(
                "The file asks for \"{0}\", which is not a part of any network known here: nothing was run and the file was not opened."),
        /** What there is too much of, the limit. */
        TOO_LARGE(
                "The file holds more {0} than the {1,number,integer} that are allowed, far more than a network needs: it was not opened."),
        /** Name of a tensor, the type of its numbers. */
        NUMBERS_NOT_SUPPORTED(
                "The file''s tensor \"{0}\" holds numbers of type {1}, which is not supported: save it with numbers of type F32 or F16."),
        /** No details. */
        BIG_ENDIAN("The file was written on a big-endian computer, which is not supported: save it again on an ordinary one."),
        /** Where the file says that numbers are. */
        OUTSIDE_FOLDER(
                "The file wants to read numbers from \"{0}\", which is not a plain file in its own folder: nothing was read there and the file was not opened."),
        /** Where the file says that numbers are. */
        MISSING_BESIDE("The file keeps numbers in \"{0}\", which is not beside it: copy that file into the same folder."),
        /** Name of the operation. */
        OPERATION_NOT_ALLOWED(
                "The file asks for the operation \"{0}\", which no network known here needs: nothing was run and the file was not opened."),
        /** The archive's entry, the line, what is there, a part of a sentence. */
        SCRIPT_NOT_ALLOWED(
                "The program in the file has {2} ({0}, line {1,number,integer}), which exported networks do not have: nothing was run and the file was not opened."),
        /** What is wrong, technically. */
        PROGRAM_FAULT("The program in the file cannot run ({0}): export it again."),
        /** File name, what happened. */
        TRIAL_FAILED(
                "{0} was tried in a process of its own, where {1}: it was not opened here, export it again or use another file."),
        /** File name, what the program is written in. */
        PROGRAM_NOT_RUN("{0} holds a program ({1}), which has not been run: open it to see what it draws."),
        /** File name, what the program is written in, what this system lacks. */
        PROGRAM_UNCONFINED(
                "{0} holds a program ({1}), and this system cannot keep it from your files ({2}): run it only if you trust whoever made it."),
        /** File name, what happened. */
        COMPILED_TRIAL_FAILED("{0} was tried, and {1}: it was not opened here, export it again or use another file."),
        /** File name, what goes in, what comes out. */
        NOT_A_PICTURE_MAKER(
                "{0} takes {1} and gives {2}: that is neither a generator, from latents to a picture, nor a translator, from picture to picture."),
        /** No details. */
        DISCRIMINATOR_ONLY(
                "The file holds only a discriminator, which judges pictures and cannot draw them: open the generator''s file."),
        /** File name, what it resembles, how many of that family's usual names it has, of how many, what it lacks of them. */
        UNKNOWN_RELATIVE(
                "{0} holds a network of a kind that is not known here, most like {1}: it has {2,number,integer} of that family''s {3,number,integer} usual names, but not {4}."),
        /** File name, an example of a tensor's name. */
        UNKNOWN_FAMILY(
                "{0} holds a network of a kind that is not known here (with tensors such as \"{1}\"): it cannot be drawn with."),
        /** Name of the family, how many tensors differ, the first of them with what was expected and found. */
        DOES_NOT_FIT(
                "The file looks like {0}, but {1,number,integer} of its tensors do not fit ({2}): it may be a modified network.");

        private final String pattern;

        Reason(String pattern) {
            this.pattern = pattern;
        }

        @Override
        public String key() {
            return "rejected." + name();
        }

        @Override
        public String pattern() {
            return pattern;
        }
    }
}
