package meander.models.family.progan;

import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.family.Family;

/** ProGAN as it is trained here. */
public final class ProGanFamily implements Family {
    static final String NAME = "ProGAN";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        StateDict network = checkpoint.networks().get("");
        if (network == null || !network.tensors().containsKey("b4.dense.weight")
                || !network.tensors().containsKey("b4.torgb.weight"))
            return Optional.empty();
        return Optional.of(_ -> ProGanModel.open(checkpoint.file(), network));
    }
}
