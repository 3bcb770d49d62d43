package meander.training.data;

import java.util.Arrays;

/**
 * A picture of bytes.
 *
 * @param channels 1 grey, 2 grey and opacity, 3 colours, 4 colours and opacity
 * @param samples  [height, width, channels], opacity not multiplied in
 */
record ByteImage(int width, int height, int channels, byte[] samples) {
    private static final int OPAQUE = 255;

    /** @param argb row by row, opacity not multiplied in */
    static ByteImage of(int width, int height, int[] argb) {
        byte[] samples = new byte[4 * argb.length];
        for (int i = 0; i < argb.length; i++) {
            samples[4 * i] = (byte) (argb[i] >> 16);
            samples[4 * i + 1] = (byte) (argb[i] >> 8);
            samples[4 * i + 2] = (byte) argb[i];
            samples[4 * i + 3] = (byte) (argb[i] >>> 24);
        }
        return new ByteImage(width, height, 4, samples);
    }

    int at(int x, int y, int channel) {
        return samples[(y * width + x) * channels + channel] & 0xff;
    }

    boolean hasOpacity() {
        return channels == 2 || channels == 4;
    }

    /** Whether anything behind would be seen. */
    boolean seeThrough() {
        if (!hasOpacity()) return false;
        for (int i = channels - 1; i < samples.length; i += channels) {
            if ((samples[i] & 0xff) != OPAQUE) return true;
        }
        return false;
    }

    /** The square in the middle. */
    ByteImage middle() {
        int side = Math.min(width, height);
        return width == height ? this : part((width - side) / 2, (height - side) / 2, side, side);
    }

    ByteImage part(int left, int top, int newWidth, int newHeight) {
        byte[] out = new byte[newWidth * newHeight * channels];
        for (int y = 0; y < newHeight; y++) {
            System.arraycopy(samples, ((top + y) * width + left) * channels, out, y * newWidth * channels, newWidth * channels);
        }
        return new ByteImage(newWidth, newHeight, channels, out);
    }

    /** In the middle of a square. The border is grey of the given level, and cannot be seen where there is opacity. */
    ByteImage padded(int side, int level) {
        if (width == side && height == side) return this;
        byte[] out = new byte[side * side * channels];
        Arrays.fill(out, (byte) level);
        if (hasOpacity()) for (int i = channels - 1; i < out.length; i += channels)
            out[i] = 0;
        int left = (side - width) / 2;
        int top = (side - height) / 2;
        for (int y = 0; y < height; y++) {
            System.arraycopy(samples, y * width * channels, out, ((top + y) * side + left) * channels, width * channels);
        }
        return new ByteImage(side, side, channels, out);
    }

    /** To 1, 3 or 4 channels; see-through pictures are laid on white where there is no channel for it. */
    ByteImage withChannels(int wanted) {
        if (channels == wanted) return this;
        byte[] out = new byte[width * height * wanted];
        for (int pixel = 0; pixel < width * height; pixel++) {
            int from = pixel * channels;
            int opacity = hasOpacity() ? samples[from + channels - 1] & 0xff : OPAQUE;
            int red = samples[from] & 0xff;
            int green = channels < 3 ? red : samples[from + 1] & 0xff;
            int blue = channels < 3 ? red : samples[from + 2] & 0xff;
            if (wanted != 4) {
                red = onWhite(red, opacity);
                green = onWhite(green, opacity);
                blue = onWhite(blue, opacity);
            }
            int to = pixel * wanted;
            if (wanted == 1) {
                out[to] = (byte) luma(red, green, blue);
            } else {
                out[to] = (byte) red;
                out[to + 1] = (byte) green;
                out[to + 2] = (byte) blue;
                if (wanted == 4) out[to + 3] = (byte) opacity;
            }
        }
        return new ByteImage(width, height, wanted, out);
    }

    private static int onWhite(int value, int opacity) {
        return (value * opacity + OPAQUE * (OPAQUE - opacity) + OPAQUE / 2) / OPAQUE;
    }

    /** ITU-R BT.601, as every tool of the field has it; equal channels stay what they are. */
    private static int luma(int red, int green, int blue) {
        return (red * 19595 + green * 38470 + blue * 7471 + (1 << 15)) >> 16;
    }

    /** Turned as a camera noted that it was held: the numbers 1 to 8 of Exif's Orientation. */
    ByteImage turned(int orientation) {
        if (orientation <= 1 || orientation > 8) return this;
        boolean transposed = orientation >= 5;
        boolean mirrored = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
        boolean upsideDown = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
        int newWidth = transposed ? height : width;
        int newHeight = transposed ? width : height;
        byte[] out = new byte[samples.length];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int column = mirrored ? newWidth - 1 - x : x;
                int row = upsideDown ? newHeight - 1 - y : y;
                int from = transposed ? column * width + row : row * width + column;
                System.arraycopy(samples, from * channels, out, (y * newWidth + x) * channels, channels);
            }
        }
        return new ByteImage(newWidth, newHeight, channels, out);
    }

    /** [C,H,W] instead of [H,W,C]. */
    byte[] planes() {
        byte[] out = new byte[samples.length];
        int plane = width * height;
        for (int pixel = 0; pixel < plane; pixel++) {
            for (int channel = 0; channel < channels; channel++)
                out[channel * plane + pixel] = samples[pixel * channels + channel];
        }
        return out;
    }
}
