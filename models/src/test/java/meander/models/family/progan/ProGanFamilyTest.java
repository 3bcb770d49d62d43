package meander.models.family.progan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.NetworkModel;
import meander.models.family.OpenResult;
import meander.models.graph.Op;
import meander.models.graph.Value;
import meander.models.latent.NumpyRandom;
import meander.models.render.Frame;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

class ProGanFamilyTest {
    private static final int[] WIDTHS = {6, 5, 3};

    /** 16×16, grey, five dimensions of z. */
    private static SequencedMap<String, StoredTensor> tensors() {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(3);
        put(tensors, random, "b4.dense", WIDTHS[0] * 16, 5);
        put(tensors, random, "b4.conv", WIDTHS[0], WIDTHS[0], 3, 3);
        put(tensors, random, "b4.torgb", 1, WIDTHS[0], 1, 1);
        for (int i = 1; i < WIDTHS.length; i++) {
            put(tensors, random, "b" + (4 << i) + ".conv0", WIDTHS[i], WIDTHS[i - 1], 3, 3);
            put(tensors, random, "b" + (4 << i) + ".conv1", WIDTHS[i], WIDTHS[i], 3, 3);
            put(tensors, random, "b" + (4 << i) + ".torgb", 1, WIDTHS[i], 1, 1);
        }
        return tensors;
    }

    private static void put(Map<String, StoredTensor> tensors, SplittableRandom random, String layer, int... shape) {
        int elements = 1;
        for (int dim : shape)
            elements *= dim;
        tensors.put(layer + ".weight", StoredTensor.of(numbers(random, elements), shape));
        tensors.put(layer + ".bias", StoredTensor.of(numbers(random, shape[0]), shape[0]));
    }

    private static float[] numbers(SplittableRandom random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++)
            numbers[i] = (float) random.nextGaussian();
        return numbers;
    }

    private static OpenResult open(Map<String, StoredTensor> tensors, String level) {
        SequencedMap<String, Object> said = new LinkedHashMap<>();
        if (level != null) said.put(ProGanModel.LEVEL, level);
        StateDict state = new StateDict(new LinkedHashMap<>(tensors), said, new LinkedHashSet<>(), "");
        Checkpoint file = new Checkpoint(Path.of("made-up.safetensors"), ContainerFormat.SAFETENSORS,
                new LinkedHashMap<>(Map.of("", state)), new LinkedHashMap<>());
        // Whoever is asked first must leave it alone.
        return Families.installed().all().stream().flatMap(family -> family.recognise(file).stream()).findFirst().orElseThrow()
                .open(Map.of());
    }

    private static NetworkModel ready(String level) {
        OpenResult result = open(tensors(), level);
        assertThat(result).isInstanceOf(OpenResult.Ready.class);
        return (NetworkModel) ((OpenResult.Ready) result).model();
    }

    private static float[] drawn(NetworkModel model, RenderRequest request) {
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            return ((Frame) renderer.render(request)).pixels().data();
        }
    }

    @ParameterizedTest
    @CsvSource({"4,0,0,1", "3,0,1,0", "2,1,0,0", "3.25,0,0.75,0.25", "2.5,0.5,0.5,0"})
    void drawsWhatThePaperSays(String level, double four, double eight, double sixteen) {
        double[] naive = naive(new double[]{four, eight, sixteen});
        float[] drawn = drawn(ready(level), RenderRequest.DEFAULT.withSeed(3));
        float[] slid = drawn(ready("4"),
                RenderRequest.DEFAULT.withSeed(3).withSlider(ProGanModel.LEVEL, Double.parseDouble(level)));
        assertThat(drawn).hasSize(naive.length);
        for (int i = 0; i < naive.length; i++) {
            assertThat((double) drawn[i]).isCloseTo(naive[i], within(1e-4));
            assertThat((double) slid[i]).isCloseTo(naive[i], within(1e-4));
        }
    }

    /** Table 2 and appendix A of the paper, one number after the other. */
    private static double[] naive(double[] shares) {
        Map<String, StoredTensor> tensors = tensors();
        double[] z = new NumpyRandom(3).randn(5);
        double[][] latent = normalised(new double[][]{{z[0]}, {z[1]}, {z[2]}, {z[3]}, {z[4]}});
        float[] dense = tensors.get("b4.dense.weight").floats();
        float[] bias = tensors.get("b4.dense.bias").floats();
        double[][] x = new double[WIDTHS[0]][16];
        for (int o = 0; o < dense.length / 5; o++) {
            double sum = bias[o];
            for (int i = 0; i < 5; i++)
                sum += dense[o * 5 + i] * latent[i][0] * Math.sqrt(2) / 4 / Math.sqrt(5);
            x[o / 16][o % 16] = sum;
        }
        x = activated(convolved(activated(x), tensors, "b4.conv", 3, Math.sqrt(2)));
        double[][] picture = scaled(convolved(x, tensors, "b4.torgb", 1, 1), shares[0]);
        for (int i = 1; i < WIDTHS.length; i++) {
            String block = "b" + (4 << i);
            x = activated(convolved(doubled(x), tensors, block + ".conv0", 3, Math.sqrt(2)));
            x = activated(convolved(x, tensors, block + ".conv1", 3, Math.sqrt(2)));
            double[][] own = scaled(convolved(x, tensors, block + ".torgb", 1, 1), shares[i]);
            double[][] sum = doubled(picture);
            for (int p = 0; p < sum[0].length; p++)
                sum[0][p] += own[0][p];
            picture = sum;
        }
        return picture[0];
    }

    private static double[][] convolved(double[][] x, Map<String, StoredTensor> tensors, String layer, int size, double gain) {
        float[] weight = tensors.get(layer + ".weight").floats();
        float[] bias = tensors.get(layer + ".bias").floats();
        int side = (int) Math.sqrt(x[0].length);
        double[][] y = new double[bias.length][x[0].length];
        for (int o = 0; o < y.length; o++)
            for (int p = 0; p < y[o].length; p++) {
                double sum = 0;
                for (int i = 0; i < x.length; i++)
                    for (int k = 0; k < size * size; k++) {
                        int row = p / side + k / size - size / 2;
                        int column = p % side + k % size - size / 2;
                        if (row >= 0 && row < side && column >= 0 && column < side)
                            sum += weight[(o * x.length + i) * size * size + k] * x[i][row * side + column];
                    }
                y[o][p] = sum * gain / Math.sqrt(x.length * size * size) + bias[o];
            }
        return y;
    }

    private static double[][] activated(double[][] x) {
        double[][] y = new double[x.length][x[0].length];
        for (int c = 0; c < y.length; c++)
            for (int p = 0; p < y[c].length; p++)
                y[c][p] = Math.max(x[c][p], 0.2 * x[c][p]);
        return normalised(y);
    }

    private static double[][] normalised(double[][] x) {
        double[][] y = new double[x.length][x[0].length];
        for (int p = 0; p < x[0].length; p++) {
            double squares = 0;
            for (double[] channel : x)
                squares += channel[p] * channel[p] / x.length;
            for (int c = 0; c < x.length; c++)
                y[c][p] = x[c][p] / Math.sqrt(squares + 1e-8);
        }
        return y;
    }

    private static double[][] doubled(double[][] x) {
        int side = (int) Math.sqrt(x[0].length);
        double[][] y = new double[x.length][4 * side * side];
        for (int c = 0; c < y.length; c++)
            for (int p = 0; p < y[c].length; p++)
                y[c][p] = x[c][p / (2 * side) / 2 * side + p % (2 * side) / 2];
        return y;
    }

    private static double[][] scaled(double[][] x, double share) {
        for (double[] channel : x)
            for (int p = 0; p < channel.length; p++)
                channel[p] *= share;
        return x;
    }

    @Test
    void hasASeedEditsOfZAndTheSizeThatDraws() {
        NetworkModel model = ready("3.25");
        assertThat(model.controls()).containsExactly(new Control.Seed(5), new Control.EditZ(5),
                new Control.Slider(ProGanModel.LEVEL, 2, 4, 3.25));
        assertThat(model.info().family()).isEqualTo("ProGAN");
        assertThat(List.of(model.info().width(), model.info().height(), model.info().channels(), model.info().zDim()))
                .containsExactly(16, 16, 1, 5);
        assertThat(model.info().parameters()).isEqualTo(tensors().values().stream().mapToLong(StoredTensor::elements).sum());
        assertThat(model.info().notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.9", "4.1", "NaN", "none"})
    void withoutAUsableLevelTheLargestBlocksDraw(String level) {
        NetworkModel model = ready(level.equals("none") ? null : level);
        assertThat(model.controls()).contains(new Control.Slider(ProGanModel.LEVEL, 2, 4, 4));
        assertThat(model.info().notes()).singleElement().asString().contains("not in the file");
    }

    @Test
    void anExportedModelHasItsSharesWrittenIn() {
        NetworkModel.Exported exported = ready("3.25").exported();
        assertThat(exported.fixed()).hasSize(3);
        assertThat(exported.fixed().get("share8").data()).containsExactly(0.75f);
        assertThat(exported.fixed().get("share16").data()).containsExactly(0.25f);
        assertThat(exported.network().graph().inputs().values().stream().map(Value::op).map(Op.Input.class::cast)
                .map(Op.Input::name).filter(name -> !exported.fixed().containsKey(name))).containsExactly("z");
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheTensorThatDoesNot() {
        refused(tensors -> tensors.remove("b8.conv1.bias"), "b8.conv1.bias [5] is missing");
        refused(tensors -> tensors.put("b8.conv0.weight", StoredTensor.of(new float[9], 1, 1, 3, 3)),
                "b8.conv0.weight is [1,1,3,3], not [5,6,3,3]");
        refused(tensors -> tensors.put("b8.torgb.weight", StoredTensor.of(new float[9], 3, 3)), "b8.torgb.weight is [3,3]");
        refused(tensors -> tensors.put("b4.dense.weight", StoredTensor.of(new float[0], 0, 5)), "b4.dense.weight");
        refused(tensors -> tensors.put("b4.noise", StoredTensor.of(new float[1], 1)), "b4.noise [1] belongs to no layer");
        refused(tensors -> tensors.remove("b8.torgb.weight"), "belongs to no layer");
    }

    private static void refused(Consumer<Map<String, StoredTensor>> change, String sentence) {
        Map<String, StoredTensor> tensors = tensors();
        change.accept(tensors);
        assertThat(open(tensors, "4")).isInstanceOfSatisfying(OpenResult.Refused.class, refused -> {
            assertThat(refused.why().reason()).isEqualTo(Rejected.Reason.DOES_NOT_FIT);
            assertThat(refused.why().sentence()).contains(sentence);
        });
    }
}
