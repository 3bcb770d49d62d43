package meander.models.family.dcgan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import meander.models.family.Control;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.LatentPoint;
import meander.models.latent.NumpyRandom;
import meander.models.render.RenderRequest;

/** An opened DCGAN-like generator. */
record DcganModel(ModelInfo info, List<Control> controls, Network picture) implements Model {
    @Override
    public RenderRequest initial() {
        return info.classes() == 0 ? RenderRequest.DEFAULT : RenderRequest.DEFAULT.withClasses(ClassMix.of(0));
    }

    @Override
    public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put(DcganNetwork.Z, z(request));
        if (info.classes() > 0)
            inputs.put(DcganNetwork.C, new Tensor(Shape.of(1, info.classes()), request.classes().vector(info.classes())));
        return inputs;
    }

    /**
     * {@code [1,Z]}. There is no mapping network that would bring a blend of seeds back to where the generator was trained, and the
     * plain mean of n independent normals has only an n-th of their variance: pictures between seeds would fade to the average
     * one. Dividing by the root of the summed squares keeps the variance 1.
     */
    private Tensor z(RenderRequest request) {
        double[] z = new double[info.zDim()];
        double squares = 0;
        for (LatentPoint.Corner corner : request.point().corners()) {
            double[] drawn = new NumpyRandom(corner.seed()).randn(z.length);
            for (int i = 0; i < z.length; i++)
                z[i] += corner.weight() * drawn[i];
            squares += corner.weight() * corner.weight();
        }
        float[] scaled = new float[z.length];
        for (int i = 0; i < z.length; i++)
            scaled[i] = (float) (z[i] / Math.sqrt(squares) + request.edits().z().getOrDefault(i, 0.0));
        return new Tensor(Shape.of(1, z.length), scaled);
    }
}
