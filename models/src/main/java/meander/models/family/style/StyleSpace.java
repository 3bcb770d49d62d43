package meander.models.family.style;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.LatentEdit;
import meander.models.latent.LatentFault;
import meander.models.latent.NumpyRandom;
import meander.models.latent.SeedPlanePoint;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.request.RenderRequest;
import meander.models.text.PhraseException;

/**
 * The w of every layer of a style-based generator: seeds mapped and blended, truncated, mixed between sources and edited.
 *
 * @param layers  layers that take a w of their own ({@code num_ws})
 * @param zDim    dimensions of z
 * @param wDim    dimensions of w
 * @param classes labels; 0 when unconditional
 * @param mean    gives the mean of w, {@code [w_dim]}, towards which ψ draws; asked only if it does
 */
public record StyleSpace(int layers, int zDim, int wDim, int classes, Supplier<float[]> mean) {
    public StyleSpace(int layers, int zDim, int wDim, int classes, float[] average) {
        this(layers, zDim, wDim, classes, () -> average);
    }

    public float[] average() {
        return mean.get();
    }

    /**
     * All w.
     *
     * @param mapping from z {@code [1,z_dim]} and c {@code [1,classes]} (null when unconditional) to w {@code [1,w_dim]}
     * @return {@code [layers,w_dim]}
     * @throws IllegalArgumentException if the request does not suit this space, with a sentence
     */
    public Tensor styles(RenderRequest request, BinaryOperator<Tensor> mapping) {
        Tensor label = classes == 0 ? null : new Tensor(Shape.of(1, classes), request.classes().vector(classes));
        List<LatentEdit> edits = request.edits();
        float[][] sources = new float[request.mix().sources()][];
        sources[0] = request.styles().map(this::given)
                .orElseGet(() -> truncate(blend(request.point(), edits, label, mapping), request.truncation()));
        for (int donor = 1; donor < sources.length; donor++) {
            SeedPlanePoint point = SeedPlanePoint.of(request.mix().donors().get(donor - 1));
            sources[donor] = truncate(blend(point, List.of(), label, mapping), request.truncation());
        }
        float[] styles = mix(sources, request.mix());
        edits.forEach(edit -> edit.editW(styles, layers, wDim));
        return new Tensor(Shape.of(layers, wDim), styles);
    }

    private float[] given(Tensor styles) {
        float[] data = styles.data();
        if (styles.shape().dim(-1) != wDim || data.length != wDim && data.length != layers * wDim)
            throw new PhraseException(LatentFault.OTHER_W.with(styles.shape().toString(), "[" + layers + "," + wDim + "]"));
        float[] all = new float[layers * wDim];
        for (int i = 0; i < all.length; i++)
            all[i] = data[i % data.length];
        return all;
    }

    private float[] blend(SeedPlanePoint point, List<LatentEdit> edits, Tensor label, BinaryOperator<Tensor> mapping) {
        float[] w = new float[wDim];
        for (SeedPlanePoint.Corner corner : point.corners()) {
            double[] z = new NumpyRandom(corner.seed()).randn(zDim);
            edits.forEach(edit -> edit.editZ(z));
            float[] mapped = mapping.apply(new Tensor(Shape.of(1, zDim), floats(z)), label).data();
            for (int i = 0; i < wDim; i++)
                w[i] += (float) corner.weight() * mapped[i];
        }
        return w;
    }

    private float[] truncate(float[] w, Truncation truncation) {
        float[] all = new float[layers * wDim];
        float psi = (float) truncation.psi();
        boolean asItIs = psi == 1 || truncation.cutoff() == 0;
        float[] average = asItIs ? w : mean.get();
        for (int layer = 0; layer < layers; layer++)
            for (int i = 0; i < wDim; i++)
                all[layer * wDim + i] = layer < truncation.cutoff() ? average[i] + psi * (w[i] - average[i]) : w[i];
        return all;
    }

    private float[] mix(float[][] sources, StyleMix mix) {
        float[] mixed = sources[0].clone();
        mix.weights().keySet().forEach(layer -> {
            if (layer >= layers) return;
            double[] shares = mix.shares(layer);
            for (int i = layer * wDim; i < (layer + 1) * wDim; i++) {
                double sum = 0;
                for (int source = 0; source < shares.length; source++)
                    sum += shares[source] * sources[source][i];
                mixed[i] = (float) sum;
            }
        });
        return mixed;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++)
            floats[i] = (float) values[i];
        return floats;
    }
}
