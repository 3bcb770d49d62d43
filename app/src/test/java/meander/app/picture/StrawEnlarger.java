package meander.app.picture;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;

/** Every pixel so many times. */
public final class StrawEnlarger implements PictureEnlarger {
    @Override
    public Tensor enlarge(Tensor pixels, int factor, DoubleConsumer progress, BooleanSupplier cancelled) {
        Shape shape = pixels.shape();
        Tensor large = Tensor.zeros(shape.dim(0), factor * shape.dim(1), factor * shape.dim(2));
        for (int i = 0; i < large.data().length; i++) {
            int row = i / large.shape().dim(2);
            large.data()[i] = pixels.data()[row / factor * shape.dim(2) + i % large.shape().dim(2) / factor];
        }
        return large;
    }
}
