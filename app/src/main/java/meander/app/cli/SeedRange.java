package meander.app.cli;

import java.util.List;

import picocli.CommandLine.ITypeConverter;

/** Seeds as {@code 0,7-9}. @param all each once, in the order in which they were written */
record SeedRange(List<Long> all) {
    static final class Converter implements ITypeConverter<SeedRange> {
        @Override
        public SeedRange convert(String text) {
            return new SeedRange(NumberListParser.ranges(text, "seeds", (1L << 32) - 1));
        }
    }
}
