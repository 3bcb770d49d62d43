package meander.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import meander.models.family.Model;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.Truncation;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options that every verb which draws has: ψ, cutoff, noise, class and transform. Defaults are those of NVlabs' {@code gen_images.py}, so that
 * the same seed is the same picture. An option that a model has no use for is noted and changes nothing.
 */
final class PictureOptions {
    @Option(names = "--psi", paramLabel = "X", description = "truncation: 1 as trained, 0 the average picture (default: 1)")
    private Double psi;

    @Option(names = "--cutoff", paramLabel = "N", description = "truncate the first N layers only (default: all)")
    private Integer cutoff;

    @Option(names = "--noise", paramLabel = "const|none|random|DIR", converter = NoiseSource.Converter.class, description = "const: the file's own; random: drawn from --noise-seed; DIR: noise_0.npy, noise_1.npy, … (default: const)")
    private NoiseSource noise;

    @Option(names = "--noise-seed", paramLabel = "N", description = "seed of --noise random (default: 0)")
    private Long noiseSeed;

    @Option(names = "--noise-strength", paramLabel = "X|LAYER=X,…", converter = NoiseStrength.Converter.class, description = "times the strength that was learned, for all layers or for some (default: 1)")
    private NoiseStrength noiseStrength;

    @Option(names = "--class", paramLabel = "K|K=X,J=Y", converter = ClassChoice.Converter.class, description = "class, or blend of classes; a conditional model needs one")
    private ClassChoice choice;

    @Option(names = "--translate", paramLabel = "X,Y", converter = TranslationOption.Converter.class, description = "move the picture, in widths and heights of it, where the model can (default: 0,0)")
    private TranslationOption translate;

    @Option(names = "--rotate", paramLabel = "DEGREES", description = "turn the picture where the model can (default: 0)")
    private Double rotate;

    @Mixin
    private FamilyControls own;

    Model open(Path file, CommandContext context) {
        return ModelFile.open(file, own, context);
    }

    /**
     * What the options ask of a model, at seed 0.
     *
     * @param mapped whether w comes from the mapping network, which needs a class and is truncated; false when it is given
     */
    RenderRequest request(Model model, boolean mapped, CommandContext context) {
        RenderRequest plain = model.initial().withSeed(0).withClasses(classes(model, mapped, context))
                .withTruncation(truncation(model, mapped, context)).withNoise(noise(model, context));
        return transformed(own.applied(plain, model.controls()), model, context);
    }

    private RenderRequest transformed(RenderRequest plain, Model model, CommandContext context) {
        if (rotate != null && !Double.isFinite(rotate))
            throw CommandFailure.call("--rotate is in degrees, such as 30, not " + rotate + ".");
        Optional<Control.Transform> transform = ModelFile.control(model, Control.Transform.class);
        if (transform.isEmpty()) {
            unused(translate != null || rotate != null,
                    model.info().name() + " cannot move what it draws: --translate and --rotate change nothing.", context);
            return plain;
        }
        RenderRequest moved = translate == null
                ? plain
                : plain.withSlider(transform.get().x().id(), translate.x()).withSlider(transform.get().y().id(), translate.y());
        return rotate == null ? moved : moved.withSlider(transform.get().rotation().id(), rotate);
    }

    private Truncation truncation(Model model, boolean mapped, CommandContext context) {
        if (psi != null && !Double.isFinite(psi)) throw CommandFailure.call("--psi is a number such as 0.7, not " + psi + ".");
        if (cutoff != null && cutoff < 0)
            throw CommandFailure.call("--cutoff is a number of layers, 0 or more, not " + cutoff + ".");
        Optional<Control.Truncate> truncate = ModelFile.control(model, Control.Truncate.class);
        if (!mapped)
            unused(psi != null || cutoff != null, "--w is truncated already: --psi and --cutoff change nothing.", context);
        else if (truncate.isEmpty())
            unused(psi != null || cutoff != null,
                    model.info().name() + " has no w to truncate: --psi and --cutoff change nothing.", context);
        else {
            unused(cutoff != null && truncate.get().layers() == 0,
                    model.info().name() + " is truncated as a whole: --cutoff changes nothing.", context);
            return new Truncation(psi == null ? 1 : psi, cutoff == null ? Truncation.ALL_LAYERS : cutoff);
        }
        return Truncation.NONE;
    }

    private ClassMix classes(Model model, boolean mapped, CommandContext context) {
        int count = ModelFile.control(model, Control.Classes.class).map(Control.Classes::count).orElse(0);
        String name = model.info().name();
        if (count == 0) {
            unused(choice != null, name + " knows no classes: --class changes nothing.", context);
            return ClassMix.NONE;
        }
        if (choice == null) {
            if (mapped)
                throw CommandFailure.call(name + " is conditional: choose one of its " + count + " classes, 0 to " + (count - 1)
                        + ", with --class.");
            return ClassMix.NONE;
        }
        if (choice.mix().weights().lastKey() >= count)
            throw CommandFailure.call("--class " + choice.mix().weights().lastKey() + " is not in " + name + ", which has "
                    + count + " classes, 0 to " + (count - 1) + ".");
        return choice.mix();
    }

    private Noise noise(Model model, CommandContext context) {
        Optional<Control.NoiseLevels> levels = ModelFile.control(model, Control.NoiseLevels.class);
        if (levels.isEmpty()) {
            unused(noise != null || noiseStrength != null || noiseSeed != null,
                    model.info().name() + " takes no noise: the noise options change nothing.", context);
            return Noise.AS_TRAINED;
        }
        Noise result = switch (noise) {
            case null -> Noise.AS_TRAINED;
            case NoiseSource.Kind(Noise.Mode mode) -> Noise.AS_TRAINED.withMode(mode);
            case NoiseSource.Folder(Path folder) -> Noise.AS_TRAINED.withGiven(given(folder, levels.get().layers()));
        };
        unused(noiseSeed != null && result.mode() != Noise.Mode.RANDOM, "--noise-seed changes nothing without --noise random.",
                context);
        if (noiseSeed != null) {
            if (noiseSeed < 0 || noiseSeed >= 1L << 32)
                throw CommandFailure.call("--noise-seed is between 0 and " + ((1L << 32) - 1) + ", not " + noiseSeed + ".");
            result = result.withSeed(noiseSeed);
        }
        return noiseStrength == null ? result : strengthened(result, levels.get().layers());
    }

    private Noise strengthened(Noise plain, List<Control.Layer> layers) {
        Noise result = plain.withStrength(noiseStrength.all());
        for (var entry : noiseStrength.layers().entrySet()) {
            if (layers.stream().noneMatch(layer -> layer.index() == entry.getKey()))
                throw CommandFailure.call("--noise-strength names layer " + entry.getKey()
                        + ", which takes no noise; the layers that do are "
                        + layers.stream().map(layer -> String.valueOf(layer.index())).collect(Collectors.joining(", ")) + ".");
            result = result.withLayerStrength(entry.getKey(), entry.getValue());
        }
        return result;
    }

    private static List<Tensor> given(Path folder, List<Control.Layer> layers) {
        if (!Files.isDirectory(folder))
            throw CommandFailure
                    .call("--noise is const, none, random or a folder of noise_0.npy, noise_1.npy, …, not “" + folder + "”.");
        return ArrayFiles.noises(folder, layers);
    }

    private static void unused(boolean given, String sentence, CommandContext context) {
        if (given) context.note(sentence);
    }
}
