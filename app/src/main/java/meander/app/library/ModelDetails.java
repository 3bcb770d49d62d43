package meander.app.library;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import meander.app.base.Message;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.ModelInfo;

/**
 * What there is to know of a model's file.
 *
 * @param file      the one that was read: the newest model for the folder of a training
 * @param container for example {@code safetensors}
 * @param bytes     of the file
 * @param cost      of one picture; empty where that cannot be told
 * @param licence   what the file, or what lies beside it, says about that
 */
public record ModelDetails(Path file, String hash, long bytes, String container, ModelInfo info, boolean translates,
        Optional<PictureCost> cost, Optional<Licence> licence, List<StoredRow> tensors) {
    public ModelDetails {
        tensors = List.copyOf(tensors);
    }

    /**
     * What drawing one picture takes.
     *
     * @param flops       floating-point operations, a multiply-add counted as two
     * @param activations bytes of results that are needed at the same time, at most
     * @param weights     bytes of the learned numbers
     */
    public record PictureCost(int width, int height, double flops, double activations, double weights) {}

    /** @param words of the licence, as they are, @param where they were found */
    public record Licence(String words, Message where) {}

    /** A tensor of the file. @param network that it belongs to; empty where the file has one only */
    public record StoredRow(String network, String name, StoredTensor tensor) {}
}
