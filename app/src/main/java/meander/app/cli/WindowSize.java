package meander.app.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size as {@code 1400x900}, in pixels. */
record WindowSize(int width, int height) {
    private static final int LARGEST = 16384;

    /** Width and height as a person writes them. */
    static WindowSize of(String text, String example) {
        if (!text.matches("[0-9]{1,5}x[0-9]{1,5}"))
            throw new TypeConversionException("“" + text + "” is not a size; write for example " + example);
        String[] sides = text.split("x");
        return new WindowSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }

    static final class Converter implements ITypeConverter<WindowSize> {
        @Override
        public WindowSize convert(String text) {
            WindowSize size = of(text, "1400x900");
            if (size.width < 320 || size.height < 240 || size.width > LARGEST || size.height > LARGEST)
                throw new TypeConversionException("a window is between 320x240 and " + LARGEST + "x" + LARGEST + ", not " + text);
            return size;
        }
    }
}
