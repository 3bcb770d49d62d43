package meander.app.explore;

import java.util.SortedMap;

import meander.models.latent.DimensionOffsets;
import meander.models.request.RenderRequest;

/** The parts of a request that a person resets together; a card of the inspector each. */
public enum ControlGroup {
    /** Seed and place on the plane of seeds; given styles go with it. */
    LATENT,
    /** ψ and cutoff. */
    TRUNCATION,
    /** Noise mode, seed and strengths. */
    NOISE,
    /** Donors and which layer takes what from them. */
    MIXING,
    /** Class or blend of classes. */
    CLASSES,
    /** Offsets of z. */
    EDIT_Z,
    /** Offsets of w, for all layers and for single ones. */
    EDIT_W,
    /** The family's own sliders. */
    SLIDERS;

    /** A request in which this group stands as in another one. */
    public RenderRequest reset(RenderRequest request, RenderRequest initial) {
        return switch (this) {
            case LATENT -> request.withPoint(initial.point()).withStyles(initial.styles());
            case TRUNCATION -> request.withTruncation(initial.truncation());
            case NOISE -> request.withNoise(initial.noise());
            case MIXING -> request.withMix(initial.mix());
            case CLASSES -> request.withClasses(initial.classes());
            case EDIT_Z ->
                request.withEdits(new DimensionOffsets(initial.edits().z(), request.edits().w(), request.edits().wPlus()));
            case EDIT_W ->
                request.withEdits(new DimensionOffsets(request.edits().z(), initial.edits().w(), initial.edits().wPlus()));
            case SLIDERS -> withSliders(request, initial.sliders());
        };
    }

    /** Whether this group stands differently in two requests. */
    public boolean differs(RenderRequest request, RenderRequest initial) {
        return !reset(request, initial).equals(request);
    }

    /** A request with all of the family's sliders changed. */
    static RenderRequest withSliders(RenderRequest request, SortedMap<String, Double> sliders) {
        return new RenderRequest(request.point(), request.styles(), request.truncation(), request.classes(), request.noise(),
                request.mix(), request.edits(), sliders);
    }
}
