package meander.models.family.autoencoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import meander.models.infer.InferenceException;
import meander.models.infer.ModuleSequence;
import meander.models.infer.ModuleSequence.Holder;
import meander.models.infer.ModuleSequence.Kind;

/**
 * Makes steps of modules: which convolution is a transposed one, and where activations, normalisation without weights, pooling and
 * up-sampling stand. What comes out is as large as what went in: that settles how often the picture halves.
 */
final class EncoderDecoderInference {
    private static final int MOST_LAYERS = 200;
    private static final Set<Integer> PICTURES = Set.of(1, 3, 4);
    /** Where something is added or multiplied that no tensor tells of. */
    private static final String BRANCHES = "(?i).*(res|skip|block|att|gate|short|tail|body).*";

    /**
     * A network as far as the file tells it.
     *
     * @param ways  possible steps, the likeliest first; they differ in where the picture halves
     * @param ends  whether something stands behind the last convolution; null where the file does not tell
     */
    record Found(int inputs, int outputs, List<List<EncoderDecoderLayer>> ways, Boolean ends) {}

    private record Block(EncoderDecoderLayer linear, List<EncoderDecoderLayer> behind, int bare) {}

    private final List<Holder> holders;
    private final List<Block> blocks = new ArrayList<>();
    private boolean up;

    private EncoderDecoderInference(List<Holder> holders) {
        this.holders = holders;
    }

    /** @throws InferenceException with a sentence that names the tensor that does not */
    static Found of(ModuleSequence modules) throws InferenceException {
        return new EncoderDecoderInference(modules.holders()).infer();
    }

    private Found infer() throws InferenceException {
        if (holders.size() < 2 || holders.size() > MOST_LAYERS)
            throw new InferenceException("there are " + holders.size() + " layers");
        for (Holder holder : holders)
            if (!holder.last().matches("\\d+") || holder.path().matches(BRANCHES))
                throw new InferenceException(holder.path() + " is no place in a sequence");
        Holder first = holders.getFirst();
        if (first.kind() != Kind.CONVOLUTION || !PICTURES.contains(first.shape()[1]))
            throw new InferenceException(first.describe() + " takes no picture");
        int channels = first.shape()[1];
        for (int i = 0; i < holders.size();) {
            Holder holder = holders.get(i);
            EncoderDecoderLayer linear = linear(holder, channels);
            channels = linear instanceof EncoderDecoderLayer.Up(_, _, int out, _, _)
                    ? out
                    : ((EncoderDecoderLayer.Conv) linear).out();
            List<EncoderDecoderLayer> behind = new ArrayList<>();
            int bare = holder.bareAfter();
            for (i++; i < holders.size() && holders.get(i).kind() != Kind.CONVOLUTION; i++) {
                behind.add(behind(holders.get(i), channels));
                bare = Math.max(bare, 0) + holders.get(i).bareAfter();
            }
            blocks.add(new Block(linear, behind, bare));
        }
        if (!PICTURES.contains(channels)) throw new InferenceException(holders.getLast().describe() + " makes no picture");
        List<List<EncoderDecoderLayer>> ways = ways();
        if (ways.stream().flatMap(List::stream)
                .noneMatch(step -> step instanceof EncoderDecoderLayer.Up || step instanceof EncoderDecoderLayer.Upsample)
                && channels != first.shape()[1])
            throw new InferenceException("nothing says that this makes pictures");
        int last = blocks.getLast().bare();
        return new Found(first.shape()[1], channels, ways, last == ModuleSequence.UNKNOWN ? null : last > 0);
    }

    private EncoderDecoderLayer linear(Holder holder, int channels) throws InferenceException {
        int[] shape = holder.shape();
        if (holder.kind() == Kind.CONVOLUTION && shape[2] == shape[3]) {
            boolean plain = shape[1] == channels && (holder.bias() == 0 || holder.bias() == shape[0]);
            boolean transposed = shape[0] == channels && (holder.bias() == 0 || holder.bias() == shape[1]) && shape[2] > 1;
            // A square one is told by its neighbours: after the first that doubles, even kernels go on doubling.
            if (plain && (!transposed || !up || shape[2] % 2 == 1))
                return new EncoderDecoderLayer.Conv(holder.path(), shape[1], shape[0], shape[2], holder.bias() > 0,
                        shape[2] % 2 == 0 ? 2 : 1);
            if (transposed) {
                up = true;
                return new EncoderDecoderLayer.Up(holder.path(), shape[0], shape[1], shape[2], holder.bias() > 0);
            }
        }
        throw new InferenceException(holder.describe() + " does not fit the " + channels + " channels before it");
    }

    private static EncoderDecoderLayer behind(Holder holder, int channels) throws InferenceException {
        boolean row = holder.shape().length == 1;
        if (holder.kind() == Kind.NORMALISATION && row && holder.shape()[0] == channels
                && holder.weighted() == (holder.bias() == channels))
            return new EncoderDecoderLayer.BatchNorm(holder.path(), holder.weighted());
        if (holder.kind() == Kind.OTHER && row && holder.weighted()) {
            if (holder.shape()[0] == channels && holder.bias() == channels)
                return new EncoderDecoderLayer.InstanceNorm(holder.path(), channels);
            if (holder.bias() == 0 && (holder.shape()[0] == channels || holder.shape()[0] == 1))
                return new EncoderDecoderLayer.PRelu(holder.path(), holder.shape()[0]);
        }
        throw new InferenceException(holder.describe() + " does not fit the " + channels + " channels before it");
    }

    /** All that makes the picture as large as it was. */
    private List<List<EncoderDecoderLayer>> ways() throws InferenceException {
        int doubling = 0;
        int halving = 0;
        for (Block block : blocks)
            switch (block.linear()) {
                case EncoderDecoderLayer.Up _ -> doubling++;
                case EncoderDecoderLayer.Conv conv -> halving += conv.stride() - 1;
                default -> throw new IllegalStateException();
            }
        List<Integer> spare = spare();
        int narrowest = narrowest();
        List<Integer> early = spare.stream().filter(index -> index < narrowest).toList();
        List<Integer> late = spare.stream().filter(index -> index >= narrowest).toList();
        List<List<EncoderDecoderLayer>> ways = new ArrayList<>();
        int missing = doubling - halving;
        if (missing == 0) {
            boolean normalised = spare.size() >= blocks.size() - 2;
            ways.add(steps(Set.of(), Set.of(), Set.of(), normalised));
            int half = spare.size() / 2;
            // Sequences of two names, such as encoder and decoder, hardly stay at one size.
            boolean likely = !normalised || holders.stream().map(Holder::parent).distinct().count() > 1;
            if (doubling == 0 && half > 0 && spare.size() % 2 == 0)
                ways.add(likely ? 0 : 1, steps(Set.of(), Set.copyOf(spare.subList(0, half)),
                        Set.copyOf(spare.subList(half, spare.size())), false));
        } else if (missing > 0) {
            if (early.size() == missing) ways.add(steps(Set.of(), Set.copyOf(early), Set.of(), false));
            boolean normalised = spare.size() >= blocks.size() - 2 && !spare.isEmpty();
            for (List<Integer> places : strided(missing))
                ways.add(steps(Set.copyOf(places), Set.of(), Set.of(), normalised));
        } else if (late.size() == -missing) ways.add(steps(Set.of(), Set.of(), Set.copyOf(late), false));
        if (ways.isEmpty())
            throw new InferenceException("the picture halves " + halving + " times and doubles " + doubling + " times");
        return ways.stream().distinct().toList();
    }

    /** Blocks behind which more stands than an activation. */
    private List<Integer> spare() {
        List<Integer> spare = new ArrayList<>();
        for (int i = 0; i < blocks.size() - 1; i++) {
            boolean learned = blocks.get(i).behind().stream().anyMatch(EncoderDecoderLayer.PRelu.class::isInstance);
            if (blocks.get(i).bare() > (learned ? 0 : 1)) spare.add(i);
        }
        return spare;
    }

    /** Where the network turns: the first block that no longer widens, counted from the middle. */
    private int narrowest() {
        for (int i = 0; i < blocks.size(); i++)
            if (blocks.get(i).linear() instanceof EncoderDecoderLayer.Up
                    || blocks.get(i).linear() instanceof EncoderDecoderLayer.Conv conv && conv.out() < conv.in())
                return i;
        return blocks.size() / 2;
    }

    /** Which odd kernels may step by two: those that double the channels, the first that can, the last that can. */
    private List<List<Integer>> strided(int count) {
        List<Integer> able = new ArrayList<>();
        for (int i = 0; i < blocks.size() && !(blocks.get(i).linear() instanceof EncoderDecoderLayer.Up); i++)
            if (blocks.get(i).linear() instanceof EncoderDecoderLayer.Conv conv && conv.stride() == 1 && conv.kernel() > 1)
                able.add(i);
        if (able.size() < count) return List.of();
        List<Integer> widening = able.stream().filter(
                index -> blocks.get(index).linear() instanceof EncoderDecoderLayer.Conv conv && conv.out() == 2 * conv.in())
                .toList();
        List<List<Integer>> ways = new ArrayList<>();
        if (widening.size() == count) ways.add(widening);
        ways.add(able.subList(able.size() - count, able.size()));
        ways.add(able.subList(0, count));
        return ways.stream().distinct().toList();
    }

    private List<EncoderDecoderLayer> steps(Set<Integer> halving, Set<Integer> pools, Set<Integer> upsampled,
            boolean normalised) {
        List<EncoderDecoderLayer> steps = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            steps.add(halving.contains(i) ? ((EncoderDecoderLayer.Conv) block.linear()).halving() : block.linear());
            steps.addAll(block.behind());
            if (i == blocks.size() - 1) break;
            boolean learned = block.behind().stream().anyMatch(EncoderDecoderLayer.PRelu.class::isInstance);
            if (normalised && block.behind().isEmpty() && block.bare() > 1)
                steps.add(new EncoderDecoderLayer.InstanceNorm(null, 0));
            if (!learned && block.bare() != 0) steps.add(new EncoderDecoderLayer.Activate());
            if (pools.contains(i)) steps.add(new EncoderDecoderLayer.Pool());
            if (upsampled.contains(i)) steps.add(new EncoderDecoderLayer.Upsample());
        }
        return steps;
    }
}
