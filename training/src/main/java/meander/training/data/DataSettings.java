package meander.training.data;

/**
 * How pictures are made alike. Unsuitable values are answered by {@link Datasets#prepare} with a sentence.
 *
 * @param size         side of the square pictures, a power of two from 4 to 1024; 0 chooses it from the data
 * @param channels     1 grey, 3 colours, 4 colours and opacity; 0 chooses: grey when every picture is grey
 * @param fit          what is done with pictures that are not square
 * @param transparency what is done with see-through pictures while the channels are chosen
 * @param sides        whether they are to be of two sides, for a network that translates one into the other
 */
public record DataSettings(int size, int channels, Fit fit, Transparency transparency, Sides sides) {
    public static final DataSettings CHOOSE = new DataSettings(0, 0, Fit.CROP, Transparency.ON_WHITE, Sides.NONE);

    public static final int SMALLEST = 4;
    public static final int LARGEST = 1024;

    public enum Fit {
        /** The square in the middle. */
        CROP,
        /** All of the picture, with borders: white where pictures are transparent, black otherwise. */
        PAD
    }

    public enum Transparency {
        /** See-through pictures are laid on white. */
        ON_WHITE,
        /** A fourth channel holds the opacity if any picture is see-through. */
        KEEP
    }

    /** What there is of a thing. */
    public enum Sides {
        /** One picture. */
        NONE,
        /**
         * Two pictures, which go together: of one name in folders {@code A} and {@code B}, or beside each other in one picture twice as wide as
         * high.
         */
        PAIRED,
        /** Pictures in folders {@code A} and {@code B}, none of which belongs to any other. */
        UNPAIRED
    }

    public DataSettings withSize(int side) {
        return new DataSettings(side, channels, fit, transparency, sides);
    }

    public DataSettings withChannels(int count) {
        return new DataSettings(size, count, fit, transparency, sides);
    }

    public DataSettings withFit(Fit other) {
        return new DataSettings(size, channels, other, transparency, sides);
    }

    public DataSettings withTransparency(Transparency other) {
        return new DataSettings(size, channels, fit, other, sides);
    }

    public DataSettings withSides(Sides other) {
        return new DataSettings(size, channels, fit, transparency, other);
    }
}
