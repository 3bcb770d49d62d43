package meander.app.cli;

import java.util.Collections;
import java.util.SortedMap;

import picocli.CommandLine.ITypeConverter;

/** Strength for all layers, or for some. @param all 1 when only layers are named @param layers layer to strength */
record NoiseStrength(double all, SortedMap<Integer, Double> layers) {
    static final class Converter implements ITypeConverter<NoiseStrength> {
        @Override
        public NoiseStrength convert(String text) {
            return text.contains("=")
                    ? new NoiseStrength(1, NumberListParser.weights(text, "layer"))
                    : new NoiseStrength(NumberListParser.decimal(text), Collections.emptySortedMap());
        }
    }
}
