package meander.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.numpy.NpyArray;
import meander.models.checkpoint.numpy.NpyReader;
import meander.models.files.AtomicFile;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.request.Control;

/** Tensors as NumPy's array files. */
final class ArrayFiles {
    /** The array's name in an archive, as NVlabs' {@code projector.py} names it. */
    private static final String W = "w";

    private ArrayFiles() {}

    static void write(Path file, Tensor tensor) throws IOException {
        AtomicFile.make(file, temporary -> NpyReader.write(temporary, tensor.shape().dims(), tensor.data()));
    }

    /** Each w that a file gives, {@code [layers,w_dim]}, from {@code [layers,w_dim]} or {@code [N,layers,w_dim]}. */
    static List<Tensor> styles(Path file, int layers, int wDim) {
        NpyArray array = read(file, file.toString().endsWith(".npz") ? W : null);
        int[] shape = array.shape();
        boolean several = shape.length == 3;
        if (shape.length < 2 || shape.length > 3 || shape[shape.length - 2] != layers || shape[shape.length - 1] != wDim
                || several && shape[0] == 0)
            throw CommandFailure.call("--w " + file + " is " + Arrays.toString(shape) + "; this model takes [" + layers + ", "
                    + wDim + "], or several as [N, " + layers + ", " + wDim + "].");
        float[] values = array.floats();
        int size = layers * wDim;
        List<Tensor> styles = new ArrayList<>();
        for (int from = 0; from < values.length; from += size)
            styles.add(new Tensor(Shape.of(layers, wDim), Arrays.copyOfRange(values, from, from + size)));
        return styles;
    }

    /** The noise of every layer, {@code [H,W]}, from {@code noise_0.npy}, {@code noise_1.npy}, …, which may have leading ones. */
    static List<Tensor> noises(Path folder, List<Control.Layer> layers) {
        List<Tensor> noises = new ArrayList<>();
        for (Control.Layer layer : layers) {
            Path file = folder.resolve("noise_" + noises.size() + ".npy");
            if (!Files.exists(file))
                throw CommandFailure.call(file + " does not exist; --noise needs a file for each of the " + layers.size()
                        + " layers that take noise.");
            noises.add(noise(file, layer));
        }
        Path further = folder.resolve("noise_" + noises.size() + ".npy");
        if (Files.exists(further))
            throw CommandFailure.call(further + " is one too many: " + layers.size() + " layers take noise.");
        return noises;
    }

    private static Tensor noise(Path file, Control.Layer layer) {
        NpyArray array = read(file, null);
        int side = layer.resolution();
        int[] shape = array.shape();
        boolean square = shape.length >= 2 && shape[shape.length - 1] == side && shape[shape.length - 2] == side;
        if (!square || array.elements() != side * side)
            throw CommandFailure.call(
                    file + " is " + Arrays.toString(shape) + "; layer " + layer.index() + " takes [" + side + ", " + side + "].");
        return new Tensor(Shape.of(side, side), array.floats());
    }

    private static NpyArray finite(Path file, NpyArray array) {
        float[] values = array.floats();
        for (int i = 0; i < values.length; i++)
            if (!Float.isFinite(values[i]))
                throw CommandFailure.call(file + " holds " + values[i] + " at index " + i
                        + ", with which nothing can be drawn; save it with finite numbers.");
        return array;
    }

    /** @param name of the array in an archive; null for a file of one array */
    static NpyArray read(Path file, String name) {
        ModelFile.refuseSpecial(file);
        try {
            return finite(file, name == null ? NpyReader.read(file) : NpyReader.read(file, name));
        } catch (RejectedException e) {
            throw CommandFailure.call(FileErrorMessages.about(file, e.rejected().sentence()));
        } catch (IOException e) {
            throw CommandFailure.work(file + " cannot be read: " + FileErrorMessages.of(e) + ".", e);
        }
    }
}
