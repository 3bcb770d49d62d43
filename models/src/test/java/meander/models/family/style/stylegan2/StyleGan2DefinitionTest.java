package meander.models.family.style.stylegan2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.family.Model;
import meander.models.family.style.stylegan2.MadeUpStyleGan2.Dialect;
import meander.models.family.style.stylegan2.StyleGan2.Architecture;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.NumpyRandom;
import meander.models.latent.Truncation;
import meander.models.render.Frame;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** Our definition through the real renderer against {@link NaiveStyleGan2}. */
class StyleGan2DefinitionTest {
    private static final double TOLERANCE = 1e-5;
    private static final RenderSettings SETTINGS = new RenderSettings(RenderSettings.Device.CPU, 1, 33);

    static Stream<Arguments> networks() {
        List<Arguments> networks = new ArrayList<>();
        for (Architecture architecture : Architecture.values())
            for (int classes : new int[]{0, 3})
                for (Double clamp : new Double[]{null, 0.8})
                    networks.add(arguments(architecture + ", " + classes + " classes, clamp " + clamp, MadeUpStyleGan2.of(s -> {
                        s.architecture = architecture;
                        s.cDim = classes;
                        s.clamp = clamp;
                    })));
        for (Architecture architecture : Architecture.values()) {
            networks.add(arguments(architecture + ", filter [1,4,4,1]", MadeUpStyleGan2.of(s -> {
                s.architecture = architecture;
                s.filter = new double[]{0.1, 0.4, 0.4, 0.1};
            })));
            networks.add(arguments(architecture + ", lopsided filter", MadeUpStyleGan2.of(s -> {
                s.architecture = architecture;
                s.filter = new double[]{0.1, 0.2, 0.3, 0.4};
            })));
        }
        for (double[] filter : new double[][]{{0.5, 0.5}, {0.05, 0.15, 0.3, 0.3, 0.15, 0.05}, {0.25, 0.5, 0.25},
                {0.1, 0.2, 0.3, 0.25, 0.15}})
            networks.add(arguments("filter of " + filter.length, MadeUpStyleGan2.of(s -> s.filter = filter)));
        networks.add(arguments("grey", MadeUpStyleGan2.of(s -> s.pictures = 1)));
        networks.add(arguments("RGBA", MadeUpStyleGan2.of(s -> s.pictures = 4)));
        networks.add(arguments("another mapping rate", MadeUpStyleGan2.of(s -> {
            s.mappingRate = 0.03;
            s.mappingLayers = 5;
        })));
        networks.add(arguments("4 px", MadeUpStyleGan2.of(s -> s.channels = MadeUpStyleGan2.channels(3))));
        return networks.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void drawsWhatTheFormulasSay(String name, MadeUpStyleGan2 made) {
        for (Dialect dialect : Dialect.values()) {
            Model model = made.open(dialect);
            try (Renderer renderer = Renderers.open(model, SETTINGS)) {
                for (Noise noise : List.of(Noise.AS_TRAINED, Noise.AS_TRAINED.withMode(Noise.Mode.NONE),
                        Noise.AS_TRAINED.withStrength(0.5).withLayerStrength(0, 3).withLayerStrength(2, -1))) {
                    RenderRequest request = RenderRequest.DEFAULT.withSeed(9).withTruncation(new Truncation(0.6, 3))
                            .withNoise(noise);
                    double[] c = null;
                    if (made.cDim > 0) {
                        c = new double[]{0, 0.25, 0.75};
                        request = request.withClasses(new ClassMix(new TreeMap<>(java.util.Map.of(1, 1.0, 2, 3.0))));
                    }
                    double[][] w = styles(made, NaiveStyleGan2.mapping(made, z(made, 9), c), 0.6, 3);
                    assertThat(distance(renderer.styles(request).data(), w)).isLessThanOrEqualTo(TOLERANCE);
                    double[][] picture = NaiveStyleGan2.synthesis(made, w, strengths(made, noise)).getLast();
                    assertThat(distance(((Frame) renderer.render(request)).pixels().data(), picture)).as("%s", noise)
                            .isLessThanOrEqualTo(TOLERANCE * Math.max(1, most(picture)));
                }
            }
        }
    }

    @Test
    void theLimitOfTheseTestsBites() {
        for (Architecture architecture : Architecture.values()) {
            MadeUpStyleGan2 limited = MadeUpStyleGan2.of(s -> {
                s.architecture = architecture;
                s.clamp = 0.8;
            });
            MadeUpStyleGan2 free = MadeUpStyleGan2.of(s -> s.architecture = architecture);
            double[][] w = styles(free, NaiveStyleGan2.mapping(free, z(free, 9), null), 1, 0);
            double[][] picture = NaiveStyleGan2.synthesis(free, w, null).getLast();
            float[] flat = new float[picture.length * picture[0].length];
            for (int i = 0; i < flat.length; i++)
                flat[i] = (float) picture[i / picture[0].length][i % picture[0].length];
            assertThat(distance(flat, NaiveStyleGan2.synthesis(limited, w, null).getLast())).isGreaterThan(0.1);
        }
    }

    @Test
    void networksWithoutNoiseHaveNoneToTurn() {
        MadeUpStyleGan2 made = MadeUpStyleGan2.of(s -> s.noise = false);
        Model model = made.open();
        assertThat(model.controls()).noneMatch(Control.NoiseLevels.class::isInstance);
        double[][] w = styles(made, NaiveStyleGan2.mapping(made, z(made, 2), null), 1, 0);
        try (Renderer renderer = Renderers.open(model, SETTINGS)) {
            Frame frame = (Frame) renderer.render(RenderRequest.DEFAULT.withSeed(2));
            double[][] picture = NaiveStyleGan2.synthesis(made, w, null).getLast();
            assertThat(distance(frame.pixels().data(), picture)).isLessThanOrEqualTo(TOLERANCE * Math.max(1, most(picture)));
        }
    }

    @Test
    void aGivenWIsDrawnAsItIs() {
        MadeUpStyleGan2 made = MadeUpStyleGan2.of(s -> {});
        Tensor given = meander.models.graph.ReferenceInterpreter.random(4, 8, 5);
        double[][] w = new double[8][5];
        for (int i = 0; i < 40; i++)
            w[i / 5][i % 5] = given.data()[i];
        try (Renderer renderer = Renderers.open(made.open(), SETTINGS)) {
            RenderRequest request = RenderRequest.DEFAULT.withStyles(java.util.Optional.of(given))
                    .withTruncation(new Truncation(0, 8));
            double[][] picture = NaiveStyleGan2.synthesis(made, w, strengths(made, Noise.AS_TRAINED)).getLast();
            assertThat(distance(((Frame) renderer.render(request)).pixels().data(), picture))
                    .isLessThanOrEqualTo(TOLERANCE * Math.max(1, most(picture)));
        }
    }

    @Test
    void tellsWhatItIs() {
        MadeUpStyleGan2 made = MadeUpStyleGan2.of(s -> {
            s.architecture = Architecture.RESNET;
            s.cDim = 3;
            s.pictures = 1;
        });
        var info = made.open().info();
        assertThat(info.variant()).isEqualTo("resnet, conditional");
        assertThat(info.width()).isEqualTo(32);
        assertThat(info.height()).isEqualTo(32);
        assertThat(info.channels()).isEqualTo(1);
        assertThat(info.zDim()).isEqualTo(6);
        assertThat(info.wDim()).isEqualTo(5);
        assertThat(info.layers()).isEqualTo(8);
        assertThat(info.classes()).isEqualTo(3);
        long parameters = made.values.entrySet().stream()
                .filter(tensor -> !tensor.getKey().matches(".*(w_avg|noise_const|resample_filter)"))
                .mapToLong(tensor -> tensor.getValue().length).sum();
        assertThat(info.parameters()).isEqualTo(parameters);
    }

    private static double[] z(MadeUpStyleGan2 made, long seed) {
        return new NumpyRandom(seed).randn(made.zDim);
    }

    private static double[][] styles(MadeUpStyleGan2 made, double[] w, double psi, int cutoff) {
        float[] average = made.values.get("mapping.w_avg");
        double[][] styles = new double[2 * made.channels.size()][w.length];
        for (int layer = 0; layer < styles.length; layer++)
            for (int i = 0; i < w.length; i++)
                styles[layer][i] = layer < cutoff ? average[i] + psi * (w[i] - average[i]) : w[i];
        return styles;
    }

    private static double[] strengths(MadeUpStyleGan2 made, Noise noise) {
        double[] strengths = new double[made.noiseLayers()];
        Arrays.setAll(strengths, noise::strength);
        return strengths;
    }

    private static double most(double[][] picture) {
        return Arrays.stream(picture).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    }

    private static double distance(float[] found, double[][] expected) {
        double[] flat = Arrays.stream(expected).flatMapToDouble(Arrays::stream).toArray();
        assertThat(found).hasSameSizeAs(flat);
        double most = 0;
        for (int i = 0; i < flat.length; i++)
            most = Double.isNaN(found[i]) ? Double.POSITIVE_INFINITY : Math.max(most, Math.abs(found[i] - flat[i]));
        return most;
    }
}
