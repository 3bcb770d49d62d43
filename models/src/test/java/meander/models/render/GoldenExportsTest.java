package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.checkpoint.numpy.NpyArray;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.ModelInfo;
import meander.models.family.OpenResult;
import meander.models.family.Translator;
import meander.models.family.Translator.Mode;
import meander.models.family.Translator.Range;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.request.Control;

/** Models that were exported in November 2026 open and draw the pixels that they drew. */
class GoldenExportsTest {
    private static final double TOLERANCE = 1e-6;

    @ParameterizedTest
    @ValueSource(strings = {"generator.onnx", "generator.pt"})
    void aGeneratorDrawsWhatItDrew(String name) {
        Model model = switch (open(name)) {
            case OpenResult.Ready(Model opened) -> opened;
            case OpenResult other -> throw new AssertionError(other.toString());
        };
        ModelInfo info = model.info();
        assertThat(info.family()).isEqualTo("StyleGAN2");
        assertThat(List.of(info.width(), info.height(), info.channels(), info.zDim(), info.classes())).containsExactly(8, 8, 3, 6,
                2);
        assertThat(model.controls()).hasAtLeastOneElementOfType(Control.Truncate.class)
                .noneMatch(Control.Guess.class::isInstance);
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            same(Parity.draw(renderer, GoldenExports.REQUEST), name + ".npy");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"translator.onnx", "translator.safetensors"})
    void aTranslatorTranslatesAsItDid(String name) {
        Translator translator = translator(name);
        assertThat(translator.info().family()).isEqualTo("Super-resolution");
        assertThat(translator.traits().inputs()).isEqualTo(3);
        assertThat(translator.traits().outputs()).isEqualTo(3);
        assertThat(translator.traits().scale()).isEqualTo(4);
        assertThat(translator.traits().range()).isEqualTo(Range.UNIT);
        NpyArray picture = Fixtures.array(golden("picture.npy"));
        assertThat(picture.shape()).containsExactly(3, 12, 8);
        try (PictureTranslator here = Renderers.open(translator, RenderSettings.DEFAULT)) {
            same(Translations.done(
                    here.translate(TranslateRequest.whole(new Tensor(Shape.of(3, 12, 8), picture.floats()), Mode.EVALUATION))),
                    "translator.npy");
        }
    }

    @Test
    void whatIsRecordedIsAPicture() {
        assertThat(Fixtures.array(golden("generator.onnx.npy")).shape()).containsExactly(3, 8, 8);
        assertThat(Fixtures.array(golden("translator.npy")).shape()).containsExactly(3, 48, 32);
        assertThat(Fixtures.array(golden("generator.onnx.npy")).floats()).doesNotContain(Float.NaN);
    }

    private static void same(Tensor found, String recorded) {
        Parity.check(found.data(), golden(recorded), TOLERANCE);
    }

    private static Translator translator(String name) {
        return switch (open(name)) {
            case OpenResult.Translates(Translator opened) -> opened;
            case OpenResult other -> throw new AssertionError(other.toString());
        };
    }

    private static OpenResult open(String name) {
        return Families.installed().open(golden(name), Map.of(), _ -> {}, () -> false);
    }

    private static Path golden(String name) {
        try {
            return Path.of(GoldenExportsTest.class.getResource("/golden/exports/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
