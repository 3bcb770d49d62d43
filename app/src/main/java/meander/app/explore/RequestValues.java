package meander.app.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

import javafx.beans.property.ObjectProperty;

import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.SeedPlanePoint;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.latent.WOffsets;
import meander.models.latent.ZOffsets;
import meander.models.request.Aspects;
import meander.models.request.Control;
import meander.models.request.RenderRequest;

/** The numbers and choices of the request that cards and commands turn. */
public final class RequestValues {
    private static final int RANDOM_SEEDS = 1_000_000;
    private static final long SEEDS = 1L << 32;

    private final RequestEditor editor;
    private final RandomGenerator random;
    private final ObjectProperty<Long> seed;
    private final ObjectProperty<Noise.Mode> noiseMode;
    private final ObjectProperty<Long> noiseSeed;
    private final ObjectProperty<StyleMix> mix;
    private final ObjectProperty<ClassMix> classes;
    private final ObjectProperty<ZOffsets> zOffsets;
    private final ObjectProperty<WOffsets> wOffsets;

    RequestValues(RequestEditor editor, RandomGenerator random) {
        this.editor = editor;
        this.random = random;
        seed = editor.choice("seed", request -> request.point().seed(), this::goToSeed);
        noiseMode = editor.choice("noise.mode", request -> request.noise().mode(), mode -> {
            if (mode != Noise.Mode.GIVEN) changeNoise(noise -> noise.withMode(mode), new Object());
        });
        noiseSeed = editor.choice("noise.seed", request -> request.noise().seed(), value -> {
            if (isSeed(value)) changeNoise(noise -> noise.withSeed(value), "noise.seed");
        });
        mix = editor.choice("mix", RenderRequest::mix, value -> editor.change(request -> request.withMix(value)));
        classes = editor.choice("classes", RenderRequest::classes, value -> editor.change(request -> request.withClasses(value)));
        zOffsets = editor.choice("editZ", RenderRequest::zOffsets,
                value -> editor.change(request -> request.withZOffsets(value)));
        wOffsets = editor.choice("editW", RenderRequest::wOffsets,
                value -> editor.change(request -> request.withWOffsets(value)));
    }

    /** The seed; setting it goes to that seed itself, x and y at 0. */
    public ObjectProperty<Long> seed() {
        return seed;
    }

    public void randomSeed() {
        long wanted = random.nextInt(RANDOM_SEEDS);
        changePoint(_ -> SeedPlanePoint.of(wanted), new Object());
    }

    public void nextSeed() {
        goToSeed(Math.floorMod(seed.get() + 1, SEEDS));
    }

    public void previousSeed() {
        goToSeed(Math.floorMod(seed.get() - 1, SEEDS));
    }

    /** Moves over the plane of seeds, in seeds to the right and rows upwards. */
    public void move(double dx, double dy) {
        changePoint(point -> new SeedPlanePoint(point.seed(), point.x() + dx, point.y() + dy), "move");
    }

    public NumericControl x() {
        return editor.number("x", -3, 3, request -> request.point().x(),
                (request, value) -> elsewhere(request, new SeedPlanePoint(request.point().seed(), value, request.point().y())));
    }

    public NumericControl y() {
        return editor.number("y", -3, 3, request -> request.point().y(),
                (request, value) -> elsewhere(request, new SeedPlanePoint(request.point().seed(), request.point().x(), value)));
    }

    public NumericControl psi() {
        return editor.number("psi", -1, 2, request -> request.truncation().psi(),
                (request, value) -> request.withTruncation(request.truncation().withPsi(value)));
    }

    /** A whole number, 0 … layers; all layers is its end. */
    public NumericControl cutoff() {
        int layers = editor.controls().stream().mapToInt(control -> control instanceof Control.Truncate(int count) ? count : 0)
                .max().orElse(0);
        return editor.wholeNumber("cutoff", 0, layers, request -> Math.min(layers, request.truncation().cutoff()),
                (request, value) -> request.withTruncation(
                        request.truncation().withCutoff(value >= layers ? Truncation.ALL_LAYERS : (int) Math.max(0, value))));
    }

    public ObjectProperty<Noise.Mode> noiseMode() {
        return noiseMode;
    }

    public ObjectProperty<Long> noiseSeed() {
        return noiseSeed;
    }

    public NumericControl noiseStrength() {
        return editor.number("noise", 0, 2, request -> request.noise().strength(),
                (request, value) -> request.withNoise(request.noise().withStrength(value)));
    }

    public NumericControl noiseStrength(int layer) {
        return editor.number("noise:" + layer, 0, 2, request -> request.noise().layerStrength().getOrDefault(layer, 1.0),
                (request, value) -> request.withNoise(request.noise().withLayerStrength(layer, value)));
    }

    public ObjectProperty<StyleMix> mix() {
        return mix;
    }

    /** One more source for the mixing matrix. */
    public void addDonor(long seed) {
        changeMix(mix -> mix.withDonor(seed));
    }

    /** Another seed for a source. @param source 1, 2, … */
    public void changeDonor(int source, long seed) {
        changeMix(mix -> mix.withDonor(source, seed));
    }

    /** @param source 1, 2, … */
    public void removeDonor(int source) {
        changeMix(mix -> mix.withoutDonor(source));
    }

    /** Gives layers to one source alone. @param to the last of them */
    public void takeFrom(int source, int from, int to) {
        editor.edit("mix", request -> {
            StyleMix mixed = request.mix();
            for (int layer = from; layer <= to; layer++)
                mixed = source == 0 ? mixed.withWeights(layer, null) : mixed.withLayer(layer, source);
            return request.withMix(mixed);
        });
    }

    /** The weight of a source in a layer, 0 … 1, before all are divided by their sum. */
    public NumericControl mixWeight(int layer, int source) {
        return editor.number("mix:" + layer + ":" + source, 0, 1, request -> weight(request.mix(), layer, source),
                (request, value) -> request.withMix(weighted(request.mix(), layer, source, value)));
    }

    public ObjectProperty<ClassMix> classes() {
        return classes;
    }

    /** One class alone. */
    public void chooseClass(int label) {
        classes.set(ClassMix.of(label));
    }

    /** The weight of a class, 0 … 1, before all are divided by their sum. */
    public NumericControl classWeight(int label) {
        return editor.number("class:" + label, 0, 1, request -> request.classes().weights().getOrDefault(label, 0.0),
                (request, value) -> request.withClasses(request.classes().with(label, Math.max(0, value))));
    }

    public ObjectProperty<ZOffsets> zOffsets() {
        return zOffsets;
    }

    public ObjectProperty<WOffsets> wOffsets() {
        return wOffsets;
    }

    /** The offset of a dimension of z. */
    public NumericControl z(int dimension) {
        return editor.number("z:" + dimension, -3, 3, request -> request.zOffsets().get(dimension),
                (request, value) -> request.withZOffsets(request.zOffsets().with(dimension, value)));
    }

    /** The offset of a dimension of w in all layers. */
    public NumericControl w(int dimension) {
        return editor.number("w:" + dimension, -3, 3, request -> request.wOffsets().get(dimension),
                (request, value) -> request.withWOffsets(request.wOffsets().with(dimension, value)));
    }

    /** The offset of a dimension of w in one layer. */
    public NumericControl w(int layer, int dimension) {
        return editor.number("w:" + layer + ":" + dimension, -3, 3, request -> request.wOffsets().get(layer, dimension),
                (request, value) -> request.withWOffsets(request.wOffsets().with(layer, dimension, value)));
    }

    /** One of the family's own sliders. */
    public NumericControl slider(Control.Slider slider) {
        RenderRequest initial = editor.initial();
        double start = slider.of(initial);
        return editor.number("slider:" + slider.id(), slider.min(), slider.max(), slider::of, (request, value) -> {
            if (value != start || initial.sliders().containsKey(slider.id())) return request.withSlider(slider.id(), value);
            return request.with(Aspects.SLIDERS, request.get(Aspects.SLIDERS).without(slider.id()));
        });
    }

    private void changePoint(UnaryOperator<SeedPlanePoint> change, Object kind) {
        editor.edit(kind, request -> elsewhere(request, change.apply(request.point())));
    }

    private void changeNoise(UnaryOperator<Noise> change, Object kind) {
        editor.edit(kind, request -> request.withNoise(change.apply(request.noise())));
    }

    private void changeMix(UnaryOperator<StyleMix> change) {
        editor.change(request -> request.withMix(change.apply(request.mix())));
    }

    private void goToSeed(long wanted) {
        if (isSeed(wanted)) changePoint(_ -> SeedPlanePoint.of(wanted), "seed");
    }

    /** A request for another point; styles that were given belonged to the old one. */
    private static RenderRequest elsewhere(RenderRequest request, SeedPlanePoint point) {
        return request.withPoint(point).withStyles(Optional.empty());
    }

    private static boolean isSeed(long value) {
        return value >= 0 && value < SEEDS;
    }

    private static double weight(StyleMix mix, int layer, int source) {
        List<Double> row = mix.weights().get(layer);
        if (row == null || source >= row.size()) return row == null && source == 0 ? 1 : 0;
        return row.get(source);
    }

    private static StyleMix weighted(StyleMix mix, int layer, int source, double weight) {
        if (source >= mix.sources()) return mix;
        List<Double> row = new ArrayList<>();
        for (int other = 0; other < mix.sources(); other++)
            row.add(other == source ? Math.max(0, weight) : weight(mix, layer, other));
        boolean own = row.stream().skip(1).allMatch(share -> share == 0);
        return mix.withWeights(layer, own ? null : row);
    }
}
