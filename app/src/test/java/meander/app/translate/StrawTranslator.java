package meander.app.translate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import meander.models.checkpoint.Rejected;
import meander.models.family.ModelInfo;
import meander.models.family.NetworkTranslator;
import meander.models.family.OpenResult;
import meander.models.graph.Network;
import meander.models.request.Control;

/** A network with nothing behind it. */
public record StrawTranslator(ModelInfo info, List<Control> controls, Traits traits) implements NetworkTranslator {
    /** One that a file of any name stands for; a name with {@code own} has three modes, one with {@code grey} one channel. */
    static StrawTranslator of(Path file, Map<String, String> answers) {
        String name = file.getFileName().toString();
        int channels = name.contains("grey") ? 1 : 3;
        List<Mode> modes = name.contains("own")
                ? List.of(Mode.AS_TRAINED, Mode.OWN_STATISTICS, Mode.EVALUATION)
                : List.of(Mode.EVALUATION);
        return new StrawTranslator(
                new ModelInfo(file, name.contains("net_G_") ? "CycleGAN" : "Pix2Pix", "", 128, 128, 3, 0, 0, 0, 0, 1_500_000,
                        List.of()),
                List.of(new Control.Guess("outputActivation", List.of("tanh", "sigmoid"),
                        answers.getOrDefault("outputActivation", "tanh"))),
                new Traits(channels, channels, 1, 4, 4, 2, Range.SIGNED, modes));
    }

    /** Opens every file, but not one with {@code bad} in its name; one with {@code latent} draws from latents. */
    public static OpenResult open(Path file, Map<String, String> answers) {
        String name = file.getFileName().toString();
        if (name.contains("bad")) return new OpenResult.Refused(Rejected.because(Rejected.Reason.TRUNCATED, 17L));
        return name.contains("latent") ? new OpenResult.Ready(null) : new OpenResult.Translates(of(file, answers));
    }

    @Override
    public Network network(int height, int width, Mode mode) {
        throw new UnsupportedOperationException();
    }
}
