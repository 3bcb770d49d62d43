package meander.app.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javafx.collections.MapChangeListener;
import javafx.scene.image.Image;
import javafx.util.Subscription;

import meander.app.base.Texts;
import meander.app.widgets.MixingMatrix;
import meander.models.latent.StyleMix;
import meander.models.render.Frame;
import meander.models.request.Control;

/** The style mixing of the request, as the matrix turns it. */
final class StyleMixModel implements MixingMatrix.Mix {
    private static final int RANDOM_DONORS = 1000;

    private final ExploreViewModel explore;
    private final Texts texts;
    private final List<Control.Layer> layers;
    private final Map<Frame, Image> images = new HashMap<>();

    StyleMixModel(ExploreViewModel explore, Texts texts, List<Control.Layer> layers) {
        this.explore = explore;
        this.texts = texts;
        this.layers = layers;
    }

    /** Tells when a small picture of a donor has come. */
    Subscription follow(Runnable changed) {
        MapChangeListener<Long, Frame> listener = _ -> {
            images.keySet().retainAll(explore.donorPictures().values());
            changed.run();
        };
        explore.donorPictures().addListener(listener);
        return () -> explore.donorPictures().removeListener(listener);
    }

    @Override
    public int layers() {
        return layers.size();
    }

    @Override
    public String layer(int layer) {
        return Integer.toString(layers.get(layer).resolution());
    }

    @Override
    public int sources() {
        return mix().sources();
    }

    @Override
    public long seed(int source) {
        return source == 0 ? explore.values().seed().get() : mix().donors().get(source - 1);
    }

    @Override
    public double share(int layer, int source) {
        return mix().shares(index(layer))[source];
    }

    @Override
    public String words(int layer, int source) {
        return texts.text("control.mixing.cell", index(layer), layer(layer), Long.toString(seed(source)),
                Math.round(100 * share(layer, source)));
    }

    @Override
    public Image picture(int source) {
        Frame frame = explore.donorPictures().get(seed(source));
        return frame == null ? null : images.computeIfAbsent(frame, FrameImages::image);
    }

    @Override
    public void take(int layer, int source) {
        explore.values().takeFrom(source, index(layer), index(layer));
    }

    @Override
    public void share(int layer, int source, double share) {
        double[] shares = mix().shares(index(layer));
        double others = 1 - shares[source];
        if (others == 0 && share < 1 && source == 0) return; // nothing else to take the rest from
        List<Double> row = new ArrayList<>();
        for (int other = 0; other < shares.length; other++)
            row.add(other == source ? share : others > 0 ? shares[other] / others * (1 - share) : other == 0 ? 1 - share : 0);
        explore.values().mix().set(mix().withWeights(index(layer), row));
    }

    @Override
    public void addDonor() {
        // Far enough from the others to look different, and the same each time one tries.
        long last = mix().donors().isEmpty() ? explore.values().seed().get() : mix().donors().getLast();
        explore.values().addDonor((last + 7) % RANDOM_DONORS);
    }

    @Override
    public void removeDonor(int source) {
        explore.values().removeDonor(source);
    }

    @Override
    public void seed(int source, long seed) {
        explore.values().changeDonor(source, seed);
    }

    private StyleMix mix() {
        return explore.values().mix().get();
    }

    private int index(int row) {
        return layers.get(row).index();
    }
}
