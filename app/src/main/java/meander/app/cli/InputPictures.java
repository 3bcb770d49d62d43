package meander.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import meander.models.checkpoint.numpy.NpyArray;
import meander.models.family.Translator;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.training.data.ImageFileReader;
import meander.training.data.ImageTensors;
import meander.training.data.SkippedImage;

/** Pictures to translate, from files of pictures or of numbers. */
final class InputPictures {
    private static final String NUMBERS = "npy";
    private static final Set<String> ENDINGS = Set.of(NUMBERS, "png", "jpg", "jpeg", "jpe", "jfif", "webp", "gif", "bmp", "tif",
            "tiff");

    private InputPictures() {}

    /** @param picture {@code [C,H,W]} as the network takes it, @param batched whether the file had an axis for a batch before these */
    record Read(Tensor picture, boolean batched) {}

    /** The files of a folder that may be pictures, by name; those in folders inside it are not looked for. */
    static List<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> ENDINGS.contains(ending(file))).sorted().toList();
        } catch (IOException e) {
            throw CommandFailure.work(folder + " cannot be read: " + FileErrorMessages.of(e) + ".", e);
        }
    }

    /** @throws CommandFailure when it is no picture, with a sentence */
    static Read read(Path file, Translator.Traits traits) {
        ModelFile.refuseSpecial(file);
        if (ending(file).equals(NUMBERS)) return numbers(file, traits);
        return switch (ImageFileReader.read(file)) {
            case ImageFileReader.Content.Picture(int width, int height, int[] argb) ->
                new Read(ImageTensors.of(width, height, argb, pictureChannels(traits), traits.range()), false);
            case ImageFileReader.Content.None(SkippedImage why) -> throw CommandFailure.work(file + ": " + why.why());
        };
    }

    private static int pictureChannels(Translator.Traits traits) {
        int channels = traits.inputs();
        if (channels == 1 || channels == 3 || channels == 4) return channels;
        throw CommandFailure.call("This network takes " + channels + " channels, which no picture has: give it numbers as .npy.");
    }

    private static Read numbers(Path file, Translator.Traits traits) {
        NpyArray array = ArrayFiles.read(file, null);
        int[] shape = array.shape();
        boolean batched = shape.length == 4;
        if (shape.length < 3 || shape.length > 4 || batched && shape[0] != 1 || shape[shape.length - 3] != traits.inputs()
                || array.elements() == 0)
            throw CommandFailure.call(file + " is " + Arrays.toString(shape) + "; this network takes [" + traits.inputs()
                    + ", H, W] or [1, " + traits.inputs() + ", H, W].");
        float[] values = array.floats();
        for (float value : values)
            if (!Float.isFinite(value)) throw CommandFailure.call(file + " holds a value that is not a number.");
        return new Read(new Tensor(Shape.of(traits.inputs(), shape[shape.length - 2], shape[shape.length - 1]), values), batched);
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
