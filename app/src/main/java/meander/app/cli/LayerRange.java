package meander.app.cli;

import java.util.List;

import picocli.CommandLine.ITypeConverter;

/** Layers as {@code 0-6,9}. @param all each once, counted from 0 */
record LayerRange(List<Integer> all) {
    static final class Converter implements ITypeConverter<LayerRange> {
        @Override
        public LayerRange convert(String text) {
            return new LayerRange(NumberListParser.ranges(text, "layers", 10_000).stream().map(Long::intValue).toList());
        }
    }
}
