package meander.models.family.stylegan2;

import java.util.Optional;
import java.util.stream.Stream;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.family.Family;

/** StyleGAN2 and StyleGAN2-ADA as NVlabs' PyTorch repositories write them, the StyleGAN3 repository included. */
public final class StyleGan2Family implements Family {
    @Override
    public String name() {
        return "StyleGAN2";
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        return generator(checkpoint).map(weights -> answers -> StyleGan2Model.open(checkpoint.file(), weights));
    }

    @Override
    public Optional<Rejected> explain(Checkpoint checkpoint) {
        boolean draws = checkpoint.networks().values().stream().anyMatch(network -> holds(network, "mapping."));
        boolean judges = checkpoint.networks().values().stream().anyMatch(network -> holds(network, "b4.out."));
        return judges && !draws ? Optional.of(Rejected.because(Rejected.Reason.DISCRIMINATOR_ONLY)) : Optional.empty();
    }

    private static boolean holds(StateDict network, String prefix) {
        return network.tensors().keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** The moving average of the generator where there is one: it draws better than the generator itself. */
    private static Optional<StateDict> generator(Checkpoint checkpoint) {
        return Stream.of("G_ema", "G", "").map(checkpoint.networks()::get)
                .filter(network -> network != null && network.tensors().containsKey("synthesis.b4.const")).findFirst();
    }
}
