package meander.models.render;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.checkpoint.numpy.NpyReader;
import meander.models.family.ExportFormat;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.family.NetworkTranslator;
import meander.models.family.OpenResult;
import meander.models.family.Translator.Mode;
import meander.models.family.style.stylegan2.MadeUpStyleGan2;
import meander.models.graph.Network;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Truncation;
import meander.models.request.RenderRequest;

/**
 * Writes the exported models under {@code src/test/resources/golden/exports} anew, with what they draw. They stand for what people have on
 * their disks, so this is only run by hand, from the module's folder, when a format is meant to change.
 */
public final class GoldenExports {
    static final RenderRequest REQUEST = RenderRequest.DEFAULT.withSeed(7).withClasses(ClassMix.of(1))
            .withTruncation(new Truncation(0.6, 3));
    static final String TRANSLATOR = "realesrgan_srvgg_x4_nf8.pth";

    private static final Path GOLDEN = Path.of("src/test/resources/golden/exports");

    private GoldenExports() {}

    public static void main(String[] arguments) throws IOException {
        Files.createDirectories(GOLDEN);
        NetworkModel model = MadeUpStyleGan2.of(settings -> {
            settings.cDim = 2;
            settings.channels = MadeUpStyleGan2.channels(5, 4);
        }).open();
        ExportFormat.ONNX.write(model, GOLDEN.resolve("generator.onnx"));
        ExportFormat.TORCH_SCRIPT.write(model, GOLDEN.resolve("generator.pt"));
        for (String name : new String[]{"generator.onnx", "generator.pt"})
            try (Renderer renderer = Renderers.open(opened(name), RenderSettings.DEFAULT)) {
                write(name + ".npy", Parity.draw(renderer, REQUEST));
            }
        NetworkTranslator translator = Fixtures.translator(Fixtures.path(TRANSLATOR));
        Network network = translator.network(16, 16, Mode.EVALUATION);
        ExportFormat.ONNX.write(translator, network, true, GOLDEN.resolve("translator.onnx"));
        ExportFormat.SAFETENSORS.write(translator, network, true, GOLDEN.resolve("translator.safetensors"));
        Tensor picture = picture();
        write("picture.npy", picture);
        try (PictureTranslator here = Renderers.open(translator, RenderSettings.DEFAULT)) {
            write("translator.npy", Translations.done(here.translate(TranslateRequest.whole(picture, Mode.EVALUATION))));
        }
        System.exit(0);
    }

    private static Model opened(String name) {
        return switch (Families.installed().open(GOLDEN.resolve(name), Map.of(), _ -> {}, () -> false)) {
            case OpenResult.Ready(Model model) -> model;
            case OpenResult other -> throw new AssertionError(other.toString());
        };
    }

    private static Tensor picture() {
        return ReferenceInterpreter.random(3, 3, 12, 8);
    }

    private static void write(String name, Tensor tensor) throws IOException {
        NpyReader.write(GOLDEN.resolve(name), tensor.shape().dims(), tensor.data());
    }
}
