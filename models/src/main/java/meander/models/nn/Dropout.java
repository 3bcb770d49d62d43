package meander.models.nn;

import java.util.function.BiFunction;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/** Forgets some of the features at random (Srivastava et al., JMLR 15, 2014); translation networks have it in place of a latent. */
@FunctionalInterface
public interface Dropout {
    /** Nothing is forgotten. */
    Dropout NONE = x -> x;

    /** x {@code [N,C,H,W]}, whose shape stays. */
    Value apply(Value x);

    /**
     * Half of the features are forgotten and the others doubled.
     *
     * @param uniform declares numbers from 0 to 1 of a shape, under a name: {@code dropout0} where it is first applied, and so on
     */
    static Dropout half(BiFunction<String, Shape, Value> uniform) {
        return new Dropout() {
            private int place;

            @Override
            public Value apply(Value x) {
                Value chance = uniform.apply("dropout" + place++, x.shape());
                return x.mul(chance.less(x.graph().constant(Tensor.scalar(0.5f))).mul(2));
            }
        };
    }
}
