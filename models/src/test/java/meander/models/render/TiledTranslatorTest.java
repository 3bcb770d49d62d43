package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.models.Fixtures;
import meander.models.family.MadeUpTranslators;
import meander.models.family.NetworkTranslator;
import meander.models.family.Translator.Mode;
import meander.models.family.cyclegan.ResNet;
import meander.models.family.pix2pix.UNet;
import meander.models.graph.Cost;
import meander.models.graph.ReferenceInterpreter;
import meander.models.graph.Tensor;
import meander.models.nn.NormalizationMode;

class TiledTranslatorTest {
    private static final double FAR = 1e4;

    private static NetworkTranslator resnet(NormalizationMode normalisation) {
        return MadeUpTranslators
                .translator(MadeUpTranslators.file(MadeUpTranslators.resnet(new ResNet(3, 3, 4, 1, true), normalisation)));
    }

    private static NetworkTranslator unet() {
        return MadeUpTranslators.translator(
                MadeUpTranslators.file(MadeUpTranslators.unet(new UNet(3, 1, 4, 6), NormalizationMode.BATCH_RUNNING)));
    }

    private static Tensor picture(int height, int width) {
        return ReferenceInterpreter.random(height * 31L + width, 3, height, width);
    }

    private static Tensor translated(PictureTranslator translator, TranslateRequest request) {
        return Translations.done(translator.translate(request));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 90", "7, 300", "33, 18", "64, 64", "130, 65"})
    void aPictureOfAnySizeComesBackAtItsSize(int height, int width) {
        for (NetworkTranslator translator : List.of(resnet(NormalizationMode.INSTANCE), unet()))
            try (PictureTranslator engine = Renderers.open(translator, RenderSettings.DEFAULT)) {
                Tensor result = translated(engine, TranslateRequest.whole(picture(height, width), Mode.EVALUATION));
                assertThat(result.shape().dims()).containsExactly(translator.traits().outputs(), height, width);
                for (float value : result.data())
                    assertThat(value).isBetween(-1f, 1f);
            }
    }

    @Test
    void whatIsMirroredAroundAPictureIsCutOffAgain() {
        try (PictureTranslator engine = Renderers.open(resnet(NormalizationMode.BATCH_RUNNING), RenderSettings.DEFAULT)) {
            Tensor odd = picture(45, 50);
            Tensor result = translated(engine, TranslateRequest.whole(odd, Mode.EVALUATION));
            Tensor mirrored = translated(engine, TranslateRequest.whole(ImageScaling.padded(odd, 48, 52), Mode.EVALUATION));
            assertThat(result).isEqualTo(ImageScaling.part(mirrored, 0, 0, 45, 50));
        }
    }

    /** With fixed statistics a fully convolutional network looks no further than its margin, so tiles are the whole. */
    @ParameterizedTest
    @CsvSource({"300, 260", "129, 400", "90, 257"})
    void tilesAreTheWholeWhereANetworkLooksNoFurtherThanTheirMargin(int height, int width) {
        try (PictureTranslator engine = Renderers.open(resnet(NormalizationMode.BATCH_RUNNING), RenderSettings.DEFAULT)) {
            TranslateRequest whole = TranslateRequest.whole(picture(height, width), Mode.EVALUATION);
            List<Double> shares = new ArrayList<>();
            TranslateResult tiled = engine.translate(whole.withTile(128), Renderer.Quality.FULL, () -> false, shares::add);
            assertThat(Fixtures.distance(Translations.done(tiled).data(), translated(engine, whole).data())).isLessThan(1e-5);
            assertThat(shares).hasSizeGreaterThan(2).isSorted().endsWith(1.0);
        }
    }

    @Test
    void aTileThatMissedItsSurroundingsWouldBeSeen() {
        try (PictureTranslator engine = Renderers.open(resnet(NormalizationMode.BATCH_RUNNING), RenderSettings.DEFAULT)) {
            TranslateRequest whole = TranslateRequest.whole(picture(128, 160), Mode.EVALUATION);
            Tensor expected = translated(engine, whole);
            Tensor alone = translated(engine,
                    TranslateRequest.whole(ImageScaling.part(whole.picture(), 0, 0, 128, 128), Mode.EVALUATION));
            assertThat(Fixtures.distance(alone.data(), ImageScaling.part(expected, 0, 0, 128, 128).data())).isGreaterThan(1e-3);
        }
    }

    @Test
    void aUNetIsTiledAtItsOwnSizeOnly() {
        try (PictureTranslator engine = Renderers.open(unet(), RenderSettings.DEFAULT)) {
            TranslateRequest request = TranslateRequest.whole(picture(100, 200), Mode.OWN_STATISTICS);
            assertThat(translated(engine, request.withTile(128))).isEqualTo(translated(engine, request.withTile(64)));
            assertThat(translated(engine, request.withTile(64))).isNotEqualTo(translated(engine, request));
        }
    }

    @Test
    void picturesThatTakeTooMuchMemoryAreTiledUnasked() {
        NetworkTranslator translator = resnet(NormalizationMode.BATCH_RUNNING);
        double enough = 1.5 * Cost.peak(translator.network(128, 128, Mode.EVALUATION).graph());
        try (PictureTranslator bound = new TiledTranslator(translator, new NetworkBackend(translator, RenderSettings.DEFAULT),
                RenderSettings.DEFAULT, enough); PictureTranslator free = Renderers.open(translator, RenderSettings.DEFAULT)) {
            TranslateRequest request = TranslateRequest.whole(picture(200, 300), Mode.EVALUATION);
            AtomicInteger tiles = new AtomicInteger();
            TranslateResult result = bound.translate(request, Renderer.Quality.FULL, () -> false, _ -> tiles.incrementAndGet());
            assertThat(tiles.get()).isGreaterThan(1);
            assertThat(Fixtures.distance(Translations.done(result).data(), translated(free, request).data())).isLessThan(1e-5);
            assertFailed(bound.translate(request.withTile(256)), "Tiles of 256 pixels take more memory");
        }
        try (PictureTranslator none = new TiledTranslator(translator, new NetworkBackend(translator, RenderSettings.DEFAULT),
                RenderSettings.DEFAULT, 1000)) {
            assertFailed(none.translate(TranslateRequest.whole(picture(200, 300), Mode.EVALUATION)), "even in small tiles");
        }
    }

    @Test
    void workStopsBetweenTiles() {
        try (PictureTranslator engine = Renderers.open(resnet(NormalizationMode.BATCH_RUNNING), RenderSettings.DEFAULT)) {
            AtomicInteger tiles = new AtomicInteger();
            TranslateRequest request = TranslateRequest.whole(picture(200, 300), Mode.EVALUATION).withTile(128);
            assertThat(engine.translate(request, Renderer.Quality.FULL, () -> tiles.get() == 2, _ -> tiles.incrementAndGet()))
                    .isEqualTo(new TranslateResult.Superseded());
            assertThat(tiles).hasValue(2);
        }
    }

    @Test
    void theSameSeedForgetsTheSame() {
        try (PictureTranslator engine = Renderers.open(resnet(NormalizationMode.BATCH_RUNNING), RenderSettings.DEFAULT);
                PictureTranslator another = Renderers.open(resnet(NormalizationMode.BATCH_RUNNING), RenderSettings.DEFAULT)) {
            Tensor picture = picture(40, 40);
            Tensor first = translated(engine, new TranslateRequest(picture, Mode.AS_TRAINED, 5, 0));
            assertThat(translated(engine, new TranslateRequest(picture, Mode.AS_TRAINED, 6, 0))).isNotEqualTo(first);
            assertThat(translated(engine, new TranslateRequest(picture, Mode.AS_TRAINED, 5, 0))).isEqualTo(first);
            assertThat(translated(another, new TranslateRequest(picture, Mode.AS_TRAINED, 5, 0))).isEqualTo(first);
            assertThat(translated(engine, new TranslateRequest(picture, Mode.OWN_STATISTICS, 5, 0))).isNotEqualTo(first);
        }
    }

    @Test
    void aPreviewIsOfASmallerPictureWhereTheWholeWouldTakeLonger() {
        NetworkTranslator translator = resnet(NormalizationMode.INSTANCE);
        RenderSettings hurried = new RenderSettings(RenderSettings.Device.CPU, 0, 1e-6);
        RenderSettings patient = new RenderSettings(RenderSettings.Device.CPU, 0, FAR);
        TranslateRequest request = TranslateRequest.whole(picture(131, 257), Mode.EVALUATION);
        try (PictureTranslator engine = Renderers.open(translator, hurried);
                PictureTranslator leisurely = Renderers.open(translator, patient)) {
            TranslateResult.Translated preview = (TranslateResult.Translated) engine.translate(request, Renderer.Quality.PREVIEW,
                    () -> false, _ -> {});
            assertThat(preview.full()).isFalse();
            assertThat(preview.pixels().shape().dims()).containsExactly(3, 131, 257);
            assertThat(((TranslateResult.Translated) engine.translate(request)).full()).isTrue();
            assertThat(((TranslateResult.Translated) leisurely.translate(request, Renderer.Quality.PREVIEW, () -> false, _ -> {}))
                    .full()).isTrue();
        }
    }

    @Test
    void whatCannotBeTranslatedIsAnsweredWithASentence() {
        NetworkTranslator translator = resnet(NormalizationMode.INSTANCE);
        try (PictureTranslator engine = Renderers.open(translator, RenderSettings.DEFAULT)) {
            assertFailed(engine.translate(TranslateRequest.whole(Tensor.zeros(1, 8, 8), Mode.EVALUATION)), "of 3 channels");
            assertFailed(engine.translate(TranslateRequest.whole(Tensor.zeros(3, 0, 8), Mode.EVALUATION)), "no pixels");
            assertFailed(engine.translate(TranslateRequest.whole(picture(8, 8), Mode.OWN_STATISTICS)), "cannot run with");
            assertFailed(engine.translate(TranslateRequest.whole(picture(8, 8), Mode.EVALUATION).withTile(-1)), "A tile has");
            assertThat(translated(engine, TranslateRequest.whole(picture(8, 8), Mode.EVALUATION)).data()).hasSize(192);
        }
    }

    private static void assertFailed(TranslateResult result, String words) {
        assertThat(result).isInstanceOfSatisfying(TranslateResult.Failed.class,
                failed -> assertThat(failed.sentence()).contains(words));
    }
}
