package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.family.ExportFormat;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.family.NetworkTranslator;
import meander.models.family.OnnxExport;
import meander.models.family.OpenResult;
import meander.models.family.Translator;
import meander.models.family.Translator.Mode;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Truncation;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** What was exported as ONNX or TorchScript opens here again and gives the same pixels, with the child process and all. */
class ReopenedTest {
    private static final double TOLERANCE = 1e-5;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"sg2ada_cond_tiny32_proto3.pkl,StyleGAN2,ONNX", "ganzoo_pgan_32.pt,ProGAN,ONNX", "sg3r_tiny32.pkl,StyleGAN3,ONNX",
            "biggan64_hier_attn32.pth,BigGAN,ONNX", "sg2ada_cond_tiny32_proto3.pkl,StyleGAN2,TORCH_SCRIPT",
            "ganzoo_pgan_32.pt,ProGAN,TORCH_SCRIPT"})
    void drawsTheSame(String name, String family, ExportFormat format) throws IOException {
        NetworkModel before = Fixtures.open(Fixtures.path(name));
        Path file = folder.resolve("again");
        format.write(before, file);
        Model again = model(file);
        assertThat(again.info().family()).isEqualTo(family);
        assertThat(List.of(again.info().width(), again.info().height(), again.info().channels(), again.info().zDim(),
                again.info().classes())).containsExactly(before.info().width(), before.info().height(), before.info().channels(),
                        before.info().zDim(), before.info().classes());
        assertThat(again.controls()).noneMatch(Control.Guess.class::isInstance);
        RenderRequest request = RenderRequest.DEFAULT.withSeed(7)
                .withClasses(before.info().classes() > 0 ? ClassMix.of(1) : ClassMix.NONE);
        try (Renderer one = Renderers.open(before, RenderSettings.DEFAULT);
                Renderer other = Renderers.open(again, RenderSettings.DEFAULT)) {
            same(Parity.draw(other, request), Parity.draw(one, request));
            if (before.info().layers() == 0) return;
            RenderRequest truncated = request.withTruncation(new Truncation(0.6, 3));
            same(Parity.draw(other, truncated), Parity.draw(one, truncated));
        }
    }

    @ParameterizedTest
    @CsvSource({"cyclegan_resnet6_ngf8_oldstats_legacy.pth,ONNX", "realesrgan_srvgg_x4_nf8.pth,ONNX",
            "cyclegan_resnet6_ngf8_oldstats_legacy.pth,TORCH_SCRIPT"})
    void translatesTheSameAtAnySize(String name, ExportFormat format) throws IOException {
        NetworkTranslator before = Fixtures.translator(Fixtures.path(name));
        int multiple = before.traits().multiple();
        Path file = folder.resolve("again");
        format.write(before, before.network(8 * multiple, 8 * multiple, Mode.EVALUATION), true, file);
        Translator again = translator(file);
        assertThat(List.of(again.traits().inputs(), again.traits().outputs(), again.traits().scale(), again.traits().multiple(),
                again.traits().range())).containsExactly(before.traits().inputs(), before.traits().outputs(),
                        before.traits().scale(), multiple, before.traits().range());
        Tensor picture = ReferenceInterpreter.random(3, 3, 10 * multiple + 16, 9 * multiple + 16);
        same(translated(again, picture), translated(before, picture));
    }

    @Test
    void oneThatIsBoundToASizeTakesOthersInTiles() throws IOException {
        NetworkTranslator before = Fixtures.translator(Fixtures.path("cyclegan_resnet6_ngf8_oldstats_legacy.pth"));
        Path file = folder.resolve("again.onnx");
        OnnxExport.write(before, before.network(32, 32, Mode.EVALUATION), false, file);
        Translator again = translator(file);
        assertThat(again.info().width()).isEqualTo(32);
        Tensor picture = ReferenceInterpreter.random(3, 3, 32, 32);
        same(translated(again, picture), translated(before, picture));
        assertThat(translated(again, ReferenceInterpreter.random(3, 3, 50, 90)).shape().dims()).containsExactly(3, 50, 90);
    }

    private static Tensor translated(Translator translator, Tensor picture) {
        try (PictureTranslator here = Renderers.open(translator, RenderSettings.DEFAULT)) {
            return Translations.done(here.translate(TranslateRequest.whole(picture, Mode.EVALUATION)));
        }
    }

    private static Model model(Path file) {
        return switch (Families.installed().open(file, Map.of(), _ -> {}, () -> false)) {
            case OpenResult.Ready(Model model) -> model;
            case OpenResult.Translates _ -> throw new AssertionError("translates");
            case OpenResult.Refused(var why) -> throw new AssertionError(why.sentence());
        };
    }

    private static Translator translator(Path file) {
        return switch (Families.installed().open(file, Map.of(), _ -> {}, () -> false)) {
            case OpenResult.Translates(Translator translator) -> translator;
            case OpenResult.Ready _ -> throw new AssertionError("draws");
            case OpenResult.Refused(var why) -> throw new AssertionError(why.sentence());
        };
    }

    /** Relative to the largest number where that is more than 1, as float32 has it. */
    private static void same(Tensor found, Tensor expected) {
        double most = 1;
        for (float pixel : expected.data())
            most = Math.max(most, Math.abs(pixel));
        assertThat(Fixtures.distance(found.data(), expected.data()) / most).isLessThanOrEqualTo(TOLERANCE);
    }
}
