package meander.app.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How far a picture is moved, as {@code 0.25,-0.1}. @param x to the right, in widths of the picture, @param y down, in heights */
record TranslationOption(double x, double y) {
    static final class Converter implements ITypeConverter<TranslationOption> {
        @Override
        public TranslationOption convert(String text) {
            String[] parts = text.split(",", -1);
            if (parts.length != 2)
                throw new TypeConversionException("“" + text.strip() + "” is not two numbers, such as 0.25,-0.1");
            return new TranslationOption(NumberListParser.decimal(parts[0]), NumberListParser.decimal(parts[1]));
        }
    }
}
