package meander.app.cli;

import java.nio.file.Path;

import meander.models.latent.Noise;
import picocli.CommandLine.ITypeConverter;

/** What {@code --noise} can be. */
sealed interface NoiseSource {
    /** A kind of noise that the network makes itself. */
    record Kind(Noise.Mode mode) implements NoiseSource {}

    /** A folder of {@code noise_0.npy}, {@code noise_1.npy}, …. */
    record Folder(Path path) implements NoiseSource {}

    final class Converter implements ITypeConverter<NoiseSource> {
        @Override
        public NoiseSource convert(String text) {
            return switch (text) {
                case "none" -> new Kind(Noise.Mode.NONE);
                case "const" -> new Kind(Noise.Mode.CONST);
                case "random" -> new Kind(Noise.Mode.RANDOM);
                default -> new Folder(Path.of(text));
            };
        }
    }
}
