package meander.app.cli;

/** What a picture is written as. */
enum OutputFormat {
    /** 8 bits a channel, with the recipe inside. */
    png,
    /** float32 {@code [C,H,W]}, −1 … 1, before rounding. */
    npy
}
