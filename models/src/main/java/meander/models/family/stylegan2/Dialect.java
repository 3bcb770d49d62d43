package meander.models.family.stylegan2;

import java.util.List;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;

/** One tool's way to write a StyleGAN2 generator. */
interface Dialect {
    /** All there are. */
    List<Dialect> ALL = List.of(new NvlabsDialect(), new TensorflowDialect(), new RosinalityDialect());

    /** The generator, where a file holds one that is written so. */
    Optional<Reading> recognise(Checkpoint checkpoint);

    /** A generator that was found. */
    @FunctionalInterface
    interface Reading {
        /**
         * Its tensors in the names, layouts and units of NVlabs' PyTorch checkpoints.
         *
         * @param notes where the numbers came from is added here
         * @throws IllegalArgumentException if a tensor is no such thing, with its name
         */
        StateDict read(List<String> notes);
    }
}
