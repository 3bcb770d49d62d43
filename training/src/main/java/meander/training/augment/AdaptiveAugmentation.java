package meander.training.augment;

import meander.models.graph.Graph;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.Value;

/**
 * Adaptive discriminator augmentation (ADA, Karras et al., arXiv:2006.06676 §2 and appendix B): each of a picture's properties is
 * changed with probability p, real and generated pictures alike. As long as p is below 1 the generator learns the data, not its
 * augmentations. With p = 0 pictures stay as they are, to within the rounding of the filters.
 *
 * <p>The result is linear in the pictures but for an offset, so that penalties on gradients go through it; no gradient flows to p.
 */
public record AdaptiveAugmentation(Categories categories) {
    /**
     * Which properties are changed. The paper finds the first two to help most, then colour.
     *
     * @param blit     mirroring, quarter turns and shifts by whole pixels
     * @param geometry scaling, turning, stretching and shifts by any distance
     * @param colour   brightness, contrast, inversion, hue and saturation
     */
    public record Categories(boolean blit, boolean geometry, boolean colour) {
        public static final Categories ALL = new Categories(true, true, true);
    }

    private static final double OCTAVE = Math.log(2);

    /**
     * @param pictures {@code [N,C,H,W]} in −1…1, C is 1, 3 or 4; square where quarter turns are to be exact
     * @param p        the probability, {@code []}
     * @param name     of what is drawn, which is {@code name.blit}, {@code .geometry}, {@code .sizes}, {@code .colour} and
     *                 {@code .tones}
     */
    public Value apply(Value pictures, Value p, RandomInputs random, String name) {
        Value y = pictures;
        if (categories.blit() || categories.geometry()) {
            AffineWarp warp = AffineWarp.of(pictures);
            if (categories.blit()) warp = blit(warp, p, random, name);
            if (categories.geometry()) warp = geometry(warp, p, random, name);
            y = categories.geometry() ? warp.filtered() : warp.amongPixels();
        }
        if (categories.colour()) {
            Tones tones = tones(y, p, random, name);
            y = ColorChannels.recolour(y, tones::apply);
        }
        return y;
    }

    private static AffineWarp blit(AffineWarp warp, Value p, RandomInputs random, String name) {
        Shape shape = warp.pictures().shape();
        RandomBlock draws = new RandomBlock(random.uniform(name + ".blit", shape.dim(0), 7, 1));
        Value mirrored = draws.coin(p).mul(draws.whole(2));
        Value quarters = draws.coin(p).mul(draws.whole(4));
        Value shifted = draws.coin(p);
        Value one = constant(p.graph(), 1);
        return warp.scale(one.sub(mirrored.mul(2)), one).turn(quarters.mul(Math.PI / 2))
                .shift(shifted.mul(eighth(draws, shape.dim(3))), shifted.mul(eighth(draws, shape.dim(2))));
    }

    /** A whole number of pixels, up to an eighth of the side. */
    private static Value eighth(RandomBlock draws, int side) {
        return draws.next().sub(0.5).mul(0.25 * side).add(0.5).floor();
    }

    private static AffineWarp geometry(AffineWarp warp, Value p, RandomInputs random, String name) {
        Shape shape = warp.pictures().shape();
        RandomBlock draws = new RandomBlock(random.uniform(name + ".geometry", shape.dim(0), 7, 1));
        RandomBlock sizes = new RandomBlock(random.normal(name + ".sizes", shape.dim(0), 4, 1));
        Value once = p.negate().add(1).sqrt().negate().add(1); // with this probability twice, p that one of two happens
        Value size = draws.coin(p).mul(sizes.next()).mul(0.2 * OCTAVE).exp();
        Value before = draws.coin(once).mul(draws.next().sub(0.5)).mul(2 * Math.PI);
        Value stretch = draws.coin(p).mul(sizes.next()).mul(0.2 * OCTAVE);
        Value after = draws.coin(once).mul(draws.next().sub(0.5)).mul(2 * Math.PI);
        Value shifted = draws.coin(p).mul(0.125);
        return warp.scale(size, size).turn(before).scale(stretch.exp(), stretch.negate().exp()).turn(after)
                .shift(shifted.mul(sizes.next()).mul(shape.dim(3)), shifted.mul(sizes.next()).mul(shape.dim(2)));
    }

    private static Tones tones(Value x, Value p, RandomInputs random, String name) {
        int n = x.shape().dim(0);
        RandomBlock draws = new RandomBlock(random.uniform(name + ".colour", n, 7, 1));
        RandomBlock amounts = new RandomBlock(random.normal(name + ".tones", n, 3, 1));
        Value brightness = draws.coin(p).mul(amounts.next()).mul(0.2);
        Value contrast = draws.coin(p).mul(amounts.next()).mul(0.5 * OCTAVE).exp();
        Value inverted = draws.coin(p).mul(draws.whole(2));
        Value hue = draws.coin(p).mul(draws.next().sub(0.5)).mul(2 * Math.PI);
        Value saturation = draws.coin(p).mul(amounts.next()).mul(OCTAVE).exp();
        return new Tones(brightness, contrast.mul(inverted.mul(-2).add(1)), contrast.mul(saturation), hue);
    }

    /**
     * The paper's product of five matrices, worked out. Brightness comes first; all that follow leave grey grey, and so are a
     * factor along the axis of grey, and a factor and an angle across it. Grey pictures need but the first two.
     *
     * @param brightness added to all channels
     * @param luma       factor along the axis of grey
     * @param chroma     factor across
     * @param hue        angle across
     */
    private record Tones(Value brightness, Value luma, Value chroma, Value hue) {
        private static final float[] ALONG = {1, 1, 1, 1, 1, 1, 1, 1, 1};
        private static final float[] ACROSS = {2, -1, -1, -1, 2, -1, -1, -1, 2};
        private static final float[] ROUND = {0, -1, 1, 1, 0, -1, -1, 1, 0};

        Value apply(Value x) {
            int n = x.shape().dim(0);
            int channels = x.shape().dim(1);
            int pixels = x.shape().dim(2) * x.shape().dim(3);
            Value flat = x.reshape(n, channels, pixels);
            Value offset = luma.mul(brightness); // [N,1,1]
            Value y = channels == 1 ? flat.mul(luma) : matrix().matmul(flat); // [N,C,H·W]
            return y.add(offset).reshape(x.shape().dims());
        }

        private Value matrix() {
            Value along = luma.div(3).mul(constant(ALONG));
            Value across = chroma.mul(hue.cos()).div(3).mul(constant(ACROSS));
            Value round = chroma.mul(hue.sin()).div(Math.sqrt(3)).mul(constant(ROUND));
            return along.add(across).add(round); // [N,3,3]
        }

        private Value constant(float[] entries) {
            return luma.graph().constant(new Tensor(Shape.of(3, 3), entries));
        }
    }

    private static Value constant(Graph graph, double value) {
        return graph.constant(Tensor.scalar((float) value));
    }
}
