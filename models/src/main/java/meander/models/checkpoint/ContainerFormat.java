package meander.models.checkpoint;

/** How a checkpoint is laid out on disk. It says nothing about the family of the network inside. */
public enum ContainerFormat {
    /** One plain pickle, as NVlabs' tools write, those on PyTorch and on TensorFlow alike ({@code .pkl}). */
    PICKLE,
    /** PyTorch's archive since 1.6: a zip of stored entries. */
    TORCH_ZIP,
    /** PyTorch's older stream: pickles in a row, then raw storages. */
    TORCH_LEGACY,
    /** A JSON header, then the numbers of the tensors in a row ({@code .safetensors}). */
    SAFETENSORS
}
