package meander.models.family.progan;

import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.family.Dialect;

/** As it is trained here, and as the definition names its parameters. */
final class MeanderDialect implements Dialect {
    @Override
    public Optional<Reading> recognise(Checkpoint checkpoint) {
        return Dialect.network(checkpoint, "b4.dense.weight", "b4.torgb.weight")
                .map(network -> Reading.of(network, _ -> network));
    }
}
