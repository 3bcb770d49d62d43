package meander.training.program;

/** What an input of a phase is filled with before each call. */
public enum InputSource {
    /** Normal numbers, mean 0 and deviation 1. */
    NORMAL,
    /** Evenly distributed numbers from 0 (included) to 1 (not included). */
    UNIFORM,
    /** Pictures of the data, {@code [N,C,H,W]} in −1…1. */
    PICTURES,
    /** Pictures of side A of the data, likewise. */
    SIDE_A,
    /** Pictures of side B: where pairs go together, the partners of those of side A. */
    SIDE_B,
    /** The classes of those pictures, one-hot {@code [N,classes]}. */
    LABELS,
    /** Classes drawn as often as the data has them, one-hot {@code [N,classes]}. */
    RANDOM_LABELS,
    /** How many thousand pictures the discriminator has seen, {@code []}. */
    KIMG;

    /** Whether it is filled with pictures of the data. */
    public boolean isPictures() {
        return this == PICTURES || this == SIDE_A || this == SIDE_B;
    }
}
