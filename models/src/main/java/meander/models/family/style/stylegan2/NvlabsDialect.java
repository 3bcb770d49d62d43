package meander.models.family.style.stylegan2;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Dialect;

/** NVlabs' PyTorch repositories, that of StyleGAN3 included; what is trained here is written so too. */
final class NvlabsDialect implements Dialect {
    private static final Pattern GENERATOR = Pattern.compile("(mapping|synthesis)\\..*");

    /** The moving average of the generator where there is one: it draws better than the generator itself. */
    @Override
    public Optional<Reading> recognise(Checkpoint checkpoint) {
        return Dialect.network(checkpoint, "synthesis.b4.const").map(network -> Reading.of(network, _ -> generator(network)));
    }

    private static StateDict generator(StateDict network) {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(network.tensors());
        tensors.keySet().removeIf(name -> !GENERATOR.matcher(name).matches());
        return new StateDict(tensors, network.attributes(), network.modules(), network.className());
    }
}
