package meander.models.family.progan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.graph.Tensor;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** Files of other tools, against what their own code draws (of TensorFlow's: against a float64 evaluation). */
class ProGanParityTest {
    @ParameterizedTest
    @CsvSource({"tf_progan_32.pkl,", "proggan_gandissect_32.pth,", "proggan_gandissect_oldkeys_16.pth,",
            "ganzoo_pgan_32.pt,_avgG"})
    void drawsAsItsOwnCode(String file, String suffix) {
        Model model = Fixtures.open(Fixtures.path(file));
        assertThat(model.info().family()).isEqualTo("ProGAN");
        Path references = Fixtures.path("ref/" + file.substring(0, file.lastIndexOf('.')));
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            int pictures = 0;
            for (int seed : new int[]{0, 7}) {
                Path reference = references.resolve("img_seed" + seed + (suffix == null ? "" : suffix) + ".npy");
                if (!Files.exists(reference)) continue;
                Parity.check(Parity.draw(renderer, RenderRequest.DEFAULT.withSeed(seed)).data(), reference, Parity.PICTURE);
                pictures++;
            }
            assertThat(pictures).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({"tf_progan_32.pkl,true", "ganzoo_pgan_32.pt,true", "proggan_gandissect_32.pth,false"})
    void everyLevelDrawsWhereTheFileHoldsWhatItTakes(String file, boolean levels) {
        Model model = Fixtures.open(Fixtures.path(file));
        if (levels) assertThat(model.controls()).contains(new Control.Slider(ProGanModel.LEVEL, 2, 5, 5));
        else
            assertThat(model.controls()).noneMatch(Control.Slider.class::isInstance);
        if (!levels) return;
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            Tensor coarse = Parity.draw(renderer, RenderRequest.DEFAULT.withSlider(ProGanModel.LEVEL, 3));
            Tensor fine = Parity.draw(renderer, RenderRequest.DEFAULT.withSlider(ProGanModel.LEVEL, 4));
            Tensor between = Parity.draw(renderer, RenderRequest.DEFAULT.withSlider(ProGanModel.LEVEL, 3.25));
            for (int i = 0; i < between.data().length; i++) {
                int first = i / 1024 * 1024 + i % 1024 / 128 * 128 + i % 32 / 4 * 4;
                assertThat(coarse.data()[i]).isEqualTo(coarse.data()[first]); // 8×8
                assertThat(between.data()[i]).isCloseTo(0.75f * coarse.data()[i] + 0.25f * fine.data()[i], within(1e-5f));
            }
        }
    }

    @Test
    void aTensorFlowNetworkThatStillGrowsStandsWhereItsTrainingStood() {
        Checkpoint file = opened("tf_progan_32.pkl");
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(file.networks().get("Gs").tensors());
        tensors.put("lod", StoredTensor.of(new float[]{1.5f}));
        OpenResult result = open(file, "Gs", tensors, Map.of());
        assertThat(((OpenResult.Ready) result).model().controls()).contains(new Control.Slider(ProGanModel.LEVEL, 2, 5, 3.5));
    }

    /** As {@code DataParallel} saves it. */
    @Test
    void namesMayBeginWithModule() {
        Checkpoint file = opened("ganzoo_pgan_32.pt");
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        file.networks().get("avgG").tensors().forEach((name, tensor) -> tensors.put("module." + name, tensor));
        assertThat(open(file, "netG", tensors, Map.of())).isInstanceOf(OpenResult.Ready.class);
    }

    @Test
    void whatWasBuiltOtherwiseIsNotDrawnWrongly() {
        Checkpoint file = opened("tf_progan_32.pkl");
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(file.networks().get("Gs").tensors());
        for (Map<String, Object> otherwise : List.<Map<String, Object>>of(Map.of("label_size", 10L),
                Map.of("use_pixelnorm", false)))
            assertThat(sentence(open(file, "Gs", tensors, Map.of("static_kwargs", otherwise))))
                    .contains(otherwise.keySet().iterator().next());
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Checkpoint file = opened("proggan_gandissect_32.pth");
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>(file.networks().get("").tensors());
        tensors.remove("layer6.wscale.b");
        tensors.put("layer9.wscale.b", StoredTensor.of(new float[2], 2));
        assertThat(sentence(open(file, "", tensors, Map.of()))).contains("b16.conv1.bias [16] is missing")
                .contains("layer9.wscale.b [2] belongs to no layer");
        tensors.put("layer1.conv.weight", StoredTensor.of(new float[9], 1, 1, 9));
        assertThat(sentence(open(file, "", tensors, Map.of()))).contains("layer1.conv.weight [1,1,9]");
    }

    private static Checkpoint opened(String name) {
        return (Checkpoint) Checkpoints.open(Fixtures.path(name));
    }

    private static OpenResult open(Checkpoint like, String name, SequencedMap<String, StoredTensor> tensors,
            Map<String, Object> attributes) {
        StateDict state = new StateDict(tensors, new LinkedHashMap<>(attributes), new LinkedHashSet<>(), "");
        Checkpoint file = new Checkpoint(like.file(), like.container(), new LinkedHashMap<>(Map.of(name, state)),
                new LinkedHashMap<>());
        return new ProGanFamily().recognise(file).orElseThrow().open(Map.of());
    }

    private static String sentence(OpenResult result) {
        assertThat(result).isInstanceOf(OpenResult.Refused.class);
        Rejected why = ((OpenResult.Refused) result).why();
        assertThat(why.reason()).isEqualTo(Rejected.Reason.DOES_NOT_FIT);
        return why.sentence();
    }
}
