package meander.app.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;

import meander.models.latent.StyleMix;
import meander.models.render.Frame;
import meander.models.request.RenderRequest;

/** Small pictures of the sources of style mixing, by their seeds; they come when there is time. */
final class DonorPictures {
    private final FrameLoop frames;
    private final ObservableMap<Long, Frame> pictures = FXCollections.observableHashMap();
    private final ObservableMap<Long, Frame> shown = FXCollections.unmodifiableObservableMap(pictures);
    /** What each was drawn with. */
    private final Map<Long, Object> drawnFor = new HashMap<>();

    DonorPictures(FrameLoop frames) {
        this.frames = frames;
    }

    ObservableMap<Long, Frame> shown() {
        return shown;
    }

    /** Those of another model are of no use. */
    void clear() {
        pictures.clear();
        drawnFor.clear();
    }

    /** Draws the sources that have no picture yet, one after the other, so that a hand that moves again waits for one at most. */
    void draw(RenderRequest now) {
        if (now.mix().donors().isEmpty()) return;
        Object basis = List.of(now.truncation(), now.classes(), now.sliders());
        List<Long> sources = new ArrayList<>(now.mix().donors());
        sources.add(now.point().seed());
        Optional<Long> next = sources.stream().filter(source -> !basis.equals(drawnFor.get(source))).findFirst();
        if (next.isEmpty()) return;
        long source = next.get();
        drawnFor.put(source, basis);
        RenderRequest alone = now.withSeed(source).withStyles(Optional.empty()).withMix(StyleMix.NONE).withoutEdits();
        frames.aside(alone, Snapshot.SIDE / 2, picture -> {
            picture.ifPresent(small -> pictures.put(source, small));
            if (frames.settledOn(now)) draw(now);
        });
    }
}
