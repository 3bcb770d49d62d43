package meander.models.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * An opened file. Its tensors still lie in the file and are read when asked for, so the file must stay where it is.
 *
 * @param networks each network of the file by the name it has there, in the order of the file: {@code G}, {@code D}, {@code G_ema} for
 *                 NVlabs' PyTorch tools, {@code G}, {@code D}, {@code Gs} for their TensorFlow tools, {@code g_ema} for a dict of state dicts ({@code a.b} where they are nested deeper). The tensors that lie loose
 *                 at the top, which is all of them in a bare state dict and {@code latent_avg} in a converted one, are in the entry {@code ""}
 * @param facts    everything else at the top as plain values, as {@link StateDict#attributes()}; tensors inside of them are left out
 */
public record Checkpoint(Path file, ContainerFormat container, SequencedMap<String, StateDict> networks,
        SequencedMap<String, Object> facts) implements ReadResult {
    public Checkpoint {
        networks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(networks));
        facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
    }
}
