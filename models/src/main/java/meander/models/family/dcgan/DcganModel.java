package meander.models.family.dcgan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import meander.models.family.ModelInfo;
import meander.models.family.NetworkModel;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** An opened DCGAN-like generator. */
record DcganModel(ModelInfo info, List<Control> controls, Network picture) implements NetworkModel {
    @Override
    public RenderRequest initial() {
        return info.classes() == 0 ? RenderRequest.DEFAULT : RenderRequest.DEFAULT.withClasses(ClassMix.of(0));
    }

    @Override
    public Map<String, Tensor> inputs(RenderRequest request, Runner runner) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put(DcganNetwork.Z, request.normalZ(info.zDim()));
        if (info.classes() > 0)
            inputs.put(DcganNetwork.C, new Tensor(Shape.of(1, info.classes()), request.classes().vector(info.classes())));
        return inputs;
    }
}
