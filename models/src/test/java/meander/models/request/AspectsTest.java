package meander.models.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.SeedPlanePoint;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.latent.WOffsets;
import meander.models.latent.ZOffsets;

class AspectsTest {
    private static final List<Control.Layer> LAYERS = List.of(new Control.Layer(0, 4), new Control.Layer(1, 8));
    private static final List<Control> CONTROLS = List.of(new Control.Seed(4), new Control.Truncate(2),
            new Control.NoiseLevels(LAYERS), new Control.Mixing(LAYERS), new Control.Classes(3, List.of()), new Control.EditZ(4),
            new Control.EditW(4, LAYERS), new Control.Slider("turn", -180, 180, 0));
    /** Nothing stands at its default, and all of it fits. */
    private static final RenderRequest TURNED = RenderRequest.DEFAULT.withPoint(new SeedPlanePoint(7, 0.5, -1))
            .withStyles(Optional.of(Tensor.full(0.25f, 2, 4))).withTruncation(new Truncation(0.5, 1))
            .withClasses(ClassMix.of(1).with(2, 0.5)).withNoise(Noise.AS_TRAINED.withStrength(2).withLayerStrength(1, 3))
            .withMix(StyleMix.NONE.withDonor(9).withLayer(1, 1)).withZOffsets(ZOffsets.NONE.with(3, 1))
            .withWOffsets(WOffsets.NONE.with(2, -1).with(1, 0, 0.5)).withSlider("turn", 90);

    static List<Aspect<?>> aspects() {
        return Aspects.ALL;
    }

    private static <T> RenderRequest only(Aspect<T> aspect) {
        return RenderRequest.DEFAULT.with(aspect, TURNED.get(aspect));
    }

    private static RenderRequest saved(RenderRequest request) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        request.write(json);
        return RenderRequest.read(new JsonFields("request", json));
    }

    @ParameterizedTest
    @MethodSource("aspects")
    void eachIsSavedAndReadByItself(Aspect<?> aspect) {
        assertThat(aspect.differs(TURNED, RenderRequest.DEFAULT)).as("the test turns it").isTrue();
        assertThat(saved(only(aspect))).isEqualTo(only(aspect)).isNotEqualTo(RenderRequest.DEFAULT);
    }

    @ParameterizedTest
    @MethodSource("aspects")
    void resettingOneLeavesTheOthersAlone(Aspect<?> reset) {
        RenderRequest request = reset.reset(TURNED, RenderRequest.DEFAULT);
        for (Aspect<?> aspect : Aspects.ALL)
            assertThat(aspect.differs(request, TURNED)).as(aspect.id()).isEqualTo(aspect == reset);
    }

    @ParameterizedTest
    @MethodSource("aspects")
    void whatAModelHasNoControlForStandsAsInItsInitialRequest(Aspect<?> missing) {
        List<Control> others = CONTROLS.stream().filter(control -> control.aspect().filter(missing::equals).isEmpty()).toList();
        assertThat(TURNED.fit(CONTROLS, RenderRequest.DEFAULT)).isEqualTo(TURNED);
        RenderRequest fitted = TURNED.fit(others, RenderRequest.DEFAULT);
        assertThat(fitted.point()).isEqualTo((missing == Aspects.LATENT ? RenderRequest.DEFAULT : TURNED).point());
        for (Aspect<?> aspect : Aspects.ALL.subList(1, Aspects.ALL.size()))
            assertThat(aspect.differs(fitted, aspect == missing ? RenderRequest.DEFAULT : TURNED)).as(aspect.id()).isFalse();
    }

    @Test
    void whatAModelDoesNotHaveIsLeftOut() {
        RenderRequest foreign = TURNED.withStyles(Optional.of(Tensor.zeros(3, 4))).withClasses(ClassMix.of(1).with(5, 1))
                .withNoise(Noise.AS_TRAINED.withGiven(List.of(Tensor.zeros(4, 4))).withLayerStrength(7, 2))
                .withMix(TURNED.mix().withLayer(4, 1)).withZOffsets(ZOffsets.NONE.with(3, 1).with(4, 1))
                .withWOffsets(WOffsets.NONE.with(9, 1).with(1, 0, 0.5).with(2, 0, 1)).withSlider("turn", 500)
                .withSlider("other", 1);
        RenderRequest fitted = foreign.fit(CONTROLS, RenderRequest.DEFAULT);
        assertThat(fitted).isEqualTo(TURNED.withStyles(Optional.empty()).withClasses(ClassMix.of(1)).withNoise(Noise.AS_TRAINED)
                .withWOffsets(WOffsets.NONE.with(1, 0, 0.5)).withSlider("turn", 180));
        RenderRequest initial = RenderRequest.DEFAULT.withClasses(ClassMix.of(2));
        assertThat(foreign.withClasses(ClassMix.of(5)).fit(CONTROLS, initial).classes()).as("a model with classes needs one")
                .isEqualTo(ClassMix.of(2));
    }

    @Test
    void whatIsLargeIsNotKept() {
        RenderRequest large = TURNED.withNoise(TURNED.noise().withGiven(List.of(Tensor.zeros(4, 4))));
        assertThat(large.light()).isEqualTo(TURNED.withStyles(Optional.empty()));
    }

    @Test
    void aValueAtItsDefaultIsTheSameAsNone() {
        RenderRequest there = RenderRequest.DEFAULT.withSeed(3);
        assertThat(there.withSeed(0)).isEqualTo(RenderRequest.DEFAULT).hasSameHashCodeAs(RenderRequest.DEFAULT);
        assertThat(there).isNotEqualTo(RenderRequest.DEFAULT);
        assertThat(there.withSlider("turn", 1).sliders()).isEqualTo(Map.of("turn", 1.0));
    }

    @Test
    void eachPartIsALineInWords() {
        assertThat(RenderRequest.DEFAULT.describe()).containsExactly("seed 0", "ψ 1.0", "noise const");
        assertThat(TURNED.withStyles(Optional.empty()).describe()).containsExactly("seed 7 at 0.5, -1.0",
                "ψ 0.5 for the first 1 layers", "class 1 × 1.0", "class 2 × 0.5", "noise const, strength 2.0, layer 1 × 3.0",
                "layer 1 mixed [0.0, 1.0] from seeds [9]", "z[3] +1.00000", "w[2] -1.00000", "w[0] of layer 1 +0.500000",
                "turn 90.0");
        assertThat(TURNED.describe()).startsWith("given w " + Shape.of(2, 4));
    }

    @Test
    void partsOfAnEditAreWrittenTogether() throws Exception {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        RenderRequest.DEFAULT.withWOffsets(WOffsets.NONE.with(2, 1)).write(json);
        assertThat(json.get("edits"))
                .isEqualTo(new ObjectMapper().readTree("{'z':{},'w':{'2':1.0},'layers':{}}".replace('\'', '"')));
        assertThat(json.properties().stream().map(Map.Entry::getKey)).containsExactly("point", "truncation", "noise", "edits");
    }

    @Test
    void aWrongFieldIsNamed() throws Exception {
        JsonFields json = new JsonFields("request", new ObjectMapper().readTree("{\"edits\":{\"layers\":{\"0\":[]}}}"));
        assertThatIllegalArgumentException().isThrownBy(() -> RenderRequest.read(json))
                .withMessage("request.edits.layers.0 should be an object, not []");
    }

    @Test
    void editsFold() {
        double[] z = {0, 0, 0, 0.5};
        float[] w = new float[8];
        TURNED.edits().forEach(edit -> {
            edit.editZ(z);
            edit.editW(w, 2, 4);
        });
        assertThat(z).containsExactly(0, 0, 0, 1.5);
        assertThat(w).containsExactly(0, 0, -1, 0, 0.5f, 0, -1, 0);
        assertThat(TURNED.withoutEdits()).isEqualTo(TURNED.withZOffsets(ZOffsets.NONE).withWOffsets(WOffsets.NONE));
    }

    @Test
    void aMutableMapOutsideChangesNothing() {
        TreeMap<Integer, Double> offsets = new TreeMap<>(Map.of(1, 1.0));
        RenderRequest request = RenderRequest.DEFAULT.withZOffsets(new ZOffsets(offsets));
        offsets.clear();
        assertThat(request.zOffsets().offsets()).isEqualTo(Map.of(1, 1.0));
    }
}
