package meander.models.request;

import java.util.List;

import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.latent.WOffsets;
import meander.models.latent.ZOffsets;

/** All aspects of a picture. */
public final class Aspects {
    public static final Aspect<LatentAspect.Latent> LATENT = new LatentAspect();
    public static final Aspect<Truncation> TRUNCATION = new TruncationAspect();
    public static final Aspect<ClassMix> CLASSES = new ClassesAspect();
    public static final Aspect<Noise> NOISE = new NoiseAspect();
    public static final Aspect<StyleMix> MIXING = new MixingAspect();
    public static final Aspect<ZOffsets> EDIT_Z = new ZOffsetsAspect();
    public static final Aspect<WOffsets> EDIT_W = new WOffsetsAspect();
    public static final Aspect<SlidersAspect.Values> SLIDERS = new SlidersAspect();

    /** In the order in which they are saved. */
    public static final List<Aspect<?>> ALL = List.of(LATENT, TRUNCATION, CLASSES, NOISE, MIXING, EDIT_Z, EDIT_W, SLIDERS);

    private Aspects() {}
}
