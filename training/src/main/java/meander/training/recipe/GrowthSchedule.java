package meander.training.recipe;

import java.util.List;
import java.util.stream.IntStream;

import meander.models.graph.Value;

/**
 * When a network grows (ProGAN, Karras et al., arXiv:1710.10196 §2 and appendix A): 4×4 pixels for a while, then each further block is
 * faded in and stays for a while. All in thousands of pictures.
 *
 * @param size   of the largest block, a power of two from 4
 * @param stable how long a size is trained once it is faded in
 * @param fade   how long fading takes, above 0
 */
record GrowthSchedule(int size, double stable, double fade) {
    /** The sizes in order. */
    List<Integer> sizes() {
        return IntStream.iterate(4, side -> side <= size, side -> side * 2).boxed().toList();
    }

    /** Where training at a size begins. */
    double from(int side) {
        int doublings = Integer.numberOfTrailingZeros(side) - 2;
        return doublings == 0 ? 0 : doublings * stable + (doublings - 1) * fade;
    }

    /** Where training at a size ends; the last does not. */
    double to(int side) {
        return side == size ? Double.POSITIVE_INFINITY : from(side * 2);
    }

    /** How far a size is faded in, {@code []}; null for the first, which always was. @param kimg {@code []} */
    Value alpha(Value kimg, int side) {
        return side == 4 ? null : kimg.sub(from(side)).div(fade).clamp(0, 1);
    }

    /** What a size contributes to the picture, {@code []}: what is faded in, less what the next one has taken over. */
    Value share(Value kimg, int side) {
        Value in = side == 4 ? kimg.mul(0).add(1) : alpha(kimg, side);
        return side == size ? in : in.sub(alpha(kimg, side * 2));
    }

    /** Whether a size is the one that is trained, 1 or 0, {@code []}. @param kimg {@code []} */
    Value trains(Value kimg, int side) {
        return side == size ? begun(kimg, side) : begun(kimg, side).sub(begun(kimg, side * 2));
    }

    private Value begun(Value kimg, int side) {
        return kimg.less(kimg.mul(0).add(from(side))).negate().add(1);
    }

    /** How far the network has grown, {@code []}: {@code log₂} of the size, less what is not yet faded in. */
    Value level(Value kimg) {
        Value level = kimg.mul(0).add(2);
        for (int side = 8; side <= size; side *= 2)
            level = level.add(alpha(kimg, side));
        return level;
    }
}
