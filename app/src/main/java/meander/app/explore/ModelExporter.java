package meander.app.explore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

import meander.models.family.Model;

/** Writes a model in a form that other programs run. */
@FunctionalInterface
public interface ModelExporter {
    /** @param target decides by its ending, {@code .onnx} for instance; replaced if it is there */
    void export(Model model, Path target, DoubleConsumer progress, BooleanSupplier cancelled) throws IOException;
}
