package meander.app.cli;

import meander.models.latent.ClassMix;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A class as {@code 3}, or a blend as {@code 0=0.3,4=0.7}. */
record ClassChoice(ClassMix mix) {
    static final class Converter implements ITypeConverter<ClassChoice> {
        @Override
        public ClassChoice convert(String text) {
            return new ClassChoice(text.contains("=") ? blend(text) : ClassMix.of(single(text)));
        }

        private static ClassMix blend(String text) {
            var weights = NumberListParser.weights(text, "class");
            if (weights.values().stream().anyMatch(weight -> weight < 0)
                    || weights.values().stream().allMatch(weight -> weight == 0))
                throw new TypeConversionException("the weights of a blend of classes are positive, “" + text + "” are not");
            return new ClassMix(weights);
        }

        private static int single(String text) {
            if (!text.strip().matches("[0-9]{1,6}"))
                throw new TypeConversionException(
                        "“" + text + "” is neither a class, such as 3, nor a blend, such as 0=0.3,4=0.7");
            return Integer.parseInt(text.strip());
        }
    }
}
