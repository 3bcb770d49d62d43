package meander.training.data;

/** Of which side pictures are, where there are two. */
public enum Domain {
    /** Any: there are no sides. */
    ALL,
    /** What is translated. */
    A,
    /** What it is translated into. */
    B
}
