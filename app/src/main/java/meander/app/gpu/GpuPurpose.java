package meander.app.gpu;

/** What a graphics card can be used for; each takes a native package of its own. */
public enum GpuPurpose {
    DRAWING, TRAINING
}
