package meander.models.family.dcgan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import meander.models.family.dcgan.DcganStructure.Layout;
import meander.models.infer.ActivationFunction;
import meander.models.infer.InferenceException;
import meander.models.infer.ModuleSequence;
import meander.models.infer.ModuleSequence.Holder;
import meander.models.infer.ModuleSequence.Kind;

/**
 * Makes layers of modules: which convolution is a transposed one, where the picture begins to have sides, and where activations
 * and up-sampling stand between modules that hold tensors.
 */
final class DcganInference {
    /** More layers than any network of this kind has. */
    private static final int MOST_LAYERS = 200;
    /** A dense layer that makes fewer pixels a side is more likely to name classes. */
    private static final int SMALLEST_DENSE = 16;
    private static final int MOST_SHUFFLED = 4;
    private static final Set<Integer> PICTURE_CHANNELS = Set.of(1, 3, 4);

    /** What a module turned out to do. */
    private enum Role {
        DENSE, TRANSPOSED, CONVOLUTION, FLAT_NORM, PICTURE_NORM, LAYER_NORM, INSTANCE_NORM, SLOPE;

        boolean normalises() {
            return this == FLAT_NORM || this == PICTURE_NORM || this == LAYER_NORM || this == INSTANCE_NORM;
        }

        /** Whether it works on a picture. */
        boolean pictures() {
            return this == TRANSPOSED || this == CONVOLUTION || this == PICTURE_NORM || this == INSTANCE_NORM;
        }
    }

    /** @param shuffle by how much channels become pixels before it; 1 if they do not */
    private record Part(Holder holder, Role role, int in, int out, int shuffle) {}

    /** What has been made so far: {@code numbers} alone, or {@code numbers} channels with sides. */
    private record State(int numbers, boolean picture) {}

    private final Holder embedding;
    private final List<Holder> holders;
    private final List<DcganLayer> layers = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private boolean shuffles;

    private DcganInference(ModuleSequence modules) throws InferenceException {
        List<Holder> embeddings = modules.holders().stream().filter(holder -> holder.kind() == Kind.EMBEDDING).toList();
        if (embeddings.size() > 1) throw new InferenceException(embeddings.get(1).describe() + " is a second table of classes");
        embedding = embeddings.isEmpty() ? null : embeddings.getFirst();
        holders = modules.holders().stream().filter(holder -> holder.kind() != Kind.EMBEDDING).toList();
    }

    /** @throws InferenceException with a sentence that names the tensor that does not */
    static DcganStructure of(ModuleSequence modules) throws InferenceException {
        return new DcganInference(modules).infer();
    }

    private DcganStructure infer() throws InferenceException {
        if (holders.isEmpty()) throw new InferenceException("there is no layer");
        if (holders.size() > MOST_LAYERS)
            throw new InferenceException(holders.size() + " layers are more than such a network has");
        for (Holder holder : holders)
            check(holder);
        refuseShortcuts();
        Branching branching = Branching.of(holders);
        if (branching != null) return branched(branching);
        List<Part> parts = assign();
        Part first = parts.getFirst();
        int zDim = join(first);
        Layout layout = layout(parts);
        shuffles = parts.stream().anyMatch(part -> part.shuffle() > 1) || shuffled(parts.getLast()) > 1;
        if (embedding != null)
            layers.add(new DcganLayer.Embed(embedding.path(), embedding.shape()[0], embedding.shape()[1],
                    zDim == first.in() ? DcganLayer.Joining.PRODUCT : DcganLayer.Joining.Z_FIRST));
        stack(parts, layout, first.role() == Role.TRANSPOSED);
        int channels = channels(parts, layers);
        tell(parts, zDim, first);
        return new DcganStructure(layers, zDim, channels, embedding == null ? 0 : embedding.shape()[0], layout, orderOpen(parts),
                notes);
    }

    /** @param open whether what comes in has sides already */
    private void stack(List<Part> parts, Layout layout, boolean open) throws InferenceException {
        boolean reshaped = open;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Part next = i + 1 < parts.size() ? parts.get(i + 1) : null;
            add(part, !layers.isEmpty() && layers.getLast() instanceof DcganLayer.Reshape);
            boolean opens = !reshaped && next != null && next.role().pictures();
            if (next == null) {
                if (!reshaped) layers.add(flatPicture(part));
                else if (shuffled(part) > 1) layers.add(new DcganLayer.Shuffle(shuffled(part)));
                layers.add(new DcganLayer.Activate(DcganLayer.Place.OUTPUT, ActivationFunction.TANH));
            } else {
                between(part, next, opens, layout);
            }
            reshaped |= opens;
        }
    }

    private static int channels(List<Part> parts, List<DcganLayer> layers) throws InferenceException {
        Part last = parts.getLast();
        int channels = layers.get(layers.size() - 2) instanceof DcganLayer.Reshape flat
                ? flat.channels()
                : last.out() / shuffled(last) / shuffled(last);
        if (!PICTURE_CHANNELS.contains(channels))
            throw new InferenceException(last.holder().describe() + " makes " + channels + " channels, which is no picture");
        return channels;
    }

    /** A block of convolutions with one of a single pixel beside wider ones adds what goes around it: it is no stack. */
    private void refuseShortcuts() throws InferenceException {
        for (Holder holder : holders)
            if (holder.kind() == Kind.CONVOLUTION && holder.shape()[2] == 1 && !holder.parent().isEmpty()
                    && !holder.last().matches("\\d+")
                    && holders.stream()
                            .filter(other -> other.kind() == Kind.CONVOLUTION && other.parent().equals(holder.parent())
                                    && other.shape()[2] > 1)
                            .count() > 1)
                throw new InferenceException(holder.describe() + " goes around its block, and a stack has no such layers");
    }

    /** z and the class through layers of their own, or the class alone, whose numbers or channels are joined for the rest. */
    private DcganStructure branched(Branching branching) throws InferenceException {
        List<Part> rest = new Trail(branching.rest()).from(0, new State(branching.joined(), branching.picture()), List.of());
        if (rest == null)
            throw new InferenceException(branching.rest().getFirst().describe() + " does not go on from its branches");
        layers.add(branching.layer());
        boolean open = branching.picture();
        Layout layout = open || rest.stream().anyMatch(part -> part.role() == Role.TRANSPOSED) ? Layout.PADDED : layout(rest);
        notes.add("z has " + branching.zDim() + " dimensions and there are " + branching.classes()
                + " classes: two layers begin, and " + branching.rest().getFirst().path() + " takes what both make");
        stack(rest, layout, open);
        int channels = channels(rest, layers);
        return new DcganStructure(layers, branching.zDim(), channels, branching.classes(), layout, orderOpen(rest), notes);
    }

    private static void check(Holder holder) throws InferenceException {
        int[] shape = holder.shape();
        if (Arrays.stream(shape).anyMatch(dim -> dim == 0)) throw new InferenceException(holder.describe() + " is empty");
        switch (holder.kind()) {
            case OTHER -> {
                boolean known = holder.weighted() && shape.length == 1 && (holder.bias() == 0 || holder.bias() == shape[0]);
                if (!known) throw new InferenceException(holder.path() + " holds tensors of a kind that is not known here");
            }
            case CONVOLUTION -> {
                if (shape[2] != shape[3]) throw new InferenceException(holder.describe() + " has a kernel that is not square");
            }
            case NORMALISATION -> {
                if (shape.length != 1 || holder.weighted() != holder.bias() > 0 || holder.weighted() && holder.bias() != shape[0])
                    throw new InferenceException(holder.describe() + " does not fit its weight and bias");
            }
            case DENSE, EMBEDDING -> {
            }
        }
    }

    /** Gives every module its role, so that what one makes is what the next one takes. */
    private List<Part> assign() throws InferenceException {
        Trail trail = new Trail(holders);
        List<Part> parts = trail.from(0, null, List.of());
        if (parts == null) throw new InferenceException(trail.deepest);
        return parts;
    }

    /** A place in the search. */
    private record Tried(int index, State state) {}

    /** The search for roles, and how far it came at best. */
    private final class Trail {
        private final List<Holder> holders;
        private final Set<Tried> dead = new HashSet<>();
        private int reached = -1;
        private String deepest = "";

        Trail(List<Holder> holders) {
            this.holders = holders;
        }

        List<Part> from(int index, State state, List<Part> before) {
            if (index == holders.size()) return before;
            // Square convolutions may have either role: without this, as many ways would be tried as there are subsets of them.
            if (!dead.add(new Tried(index, state))) return null;
            Holder holder = holders.get(index);
            for (Role role : roles(holder, state, before)) {
                Part part = part(holder, role, state);
                if (part == null || !fits(part)) continue;
                List<Part> parts = new ArrayList<>(before);
                parts.add(part);
                boolean picture = state != null && state.picture() || role.pictures();
                List<Part> rest = from(index + 1, new State(part.out(), picture), parts);
                if (rest != null) return rest;
            }
            if (index > reached) {
                reached = index;
                deepest = state == null
                        ? holder.describe() + " is not the beginning of a generator"
                        : holder.describe() + " does not fit the " + state.numbers()
                                + (state.picture() ? " channels" : " numbers") + " that " + holders.get(index - 1).path()
                                + " makes";
            }
            return null;
        }
    }

    /** What a module may be where it stands, the likelier first. */
    private static List<Role> roles(Holder holder, State state, List<Part> before) {
        boolean start = state == null;
        boolean picture = !start && state.picture();
        return switch (holder.kind()) {
            case DENSE -> picture ? List.of() : List.of(Role.DENSE);
            case NORMALISATION ->
                start ? List.of() : picture ? List.of(Role.PICTURE_NORM) : List.of(Role.FLAT_NORM, Role.PICTURE_NORM);
            // Only a transposed convolution begins with a single pixel, and only they have even kernels here.
            case CONVOLUTION -> start || holder.shape()[2] % 2 == 0
                    ? List.of(Role.TRANSPOSED)
                    : before.stream().anyMatch(part -> part.role() == Role.TRANSPOSED)
                            ? List.of(Role.TRANSPOSED, Role.CONVOLUTION)
                            : List.of(Role.CONVOLUTION, Role.TRANSPOSED);
            case OTHER -> start
                    ? List.of()
                    : holder.bias() == 0
                            ? List.of(Role.SLOPE)
                            : picture ? List.of(Role.INSTANCE_NORM) : List.of(Role.LAYER_NORM, Role.INSTANCE_NORM);
            case EMBEDDING -> List.of();
        };
    }

    /** The module in a role; null if its tensors speak against it. */
    private static Part part(Holder holder, Role role, State state) {
        int[] shape = holder.shape();
        int in = switch (role) {
            case DENSE, CONVOLUTION -> shape[1];
            case TRANSPOSED, FLAT_NORM, PICTURE_NORM, LAYER_NORM, INSTANCE_NORM -> shape[0];
            case SLOPE -> state.numbers();
        };
        int out = switch (role) {
            case DENSE, CONVOLUTION, FLAT_NORM, PICTURE_NORM, LAYER_NORM, INSTANCE_NORM -> shape[0];
            case TRANSPOSED -> shape[1];
            case SLOPE -> state.numbers();
        };
        if (role == Role.SLOPE && shape[0] != 1 && shape[0] != state.numbers()) return null;
        if (state == null) return new Part(holder, role, in, out, 1);
        boolean opens = !state.picture() && role.pictures();
        if (opens) return side(state.numbers(), in) > 0 ? new Part(holder, role, in, out, 1) : null;
        for (int factor = 1; factor <= (state.picture() ? MOST_SHUFFLED : 1); factor++)
            if (in * factor * factor == state.numbers()) return new Part(holder, role, in, out, factor);
        return null;
    }

    /** By how much the last layer's channels become pixels. */
    private static int shuffled(Part last) {
        if (PICTURE_CHANNELS.contains(last.out())) return 1;
        for (int factor = 2; factor <= MOST_SHUFFLED; factor++)
            for (int channels : List.of(1, 3))
                if (last.out() == channels * factor * factor) return factor;
        return 1;
    }

    private static boolean fits(Part part) {
        Holder holder = part.holder();
        return holder.bias() == 0 || part.role() == Role.SLOPE || holder.bias() == part.out();
    }

    /** How large the sides are if so many numbers are so many square channels; 0 if they are not. */
    private static int side(int numbers, int channels) {
        int side = channels == 0 ? 0 : (int) Math.round(Math.sqrt((double) numbers / channels));
        return (long) side * side * channels == numbers ? side : 0;
    }

    /** How many dimensions z has, given what the first layer takes. */
    private int join(Part first) throws InferenceException {
        if (embedding == null) return first.in();
        int width = embedding.shape()[1];
        if (width > first.in())
            throw new InferenceException(embedding.describe() + " is wider than the " + first.in() + " numbers that "
                    + first.holder().path() + " takes");
        return width == first.in() ? width : first.in() - width;
    }

    private static Layout layout(List<Part> parts) {
        boolean transposed = parts.stream().anyMatch(part -> part.role() == Role.TRANSPOSED);
        boolean convolved = parts.stream().anyMatch(part -> part.role() == Role.CONVOLUTION);
        boolean blocks = parts.stream().filter(part -> part.role() == Role.TRANSPOSED)
                .allMatch(part -> part.holder().path().matches("(.*\\.)?\\w*\\d+\\.\\d+"));
        return transposed ? blocks ? Layout.BLOCKS : Layout.PADDED : convolved ? Layout.UPSAMPLING : Layout.DENSE;
    }

    private void add(Part part, boolean head) {
        Holder holder = part.holder();
        boolean bias = holder.bias() > 0;
        layers.add(switch (part.role()) {
            case DENSE -> new DcganLayer.Dense(holder.path(), part.in(), part.out(), bias);
            case TRANSPOSED ->
                new DcganLayer.TransposedConv(holder.path(), part.in(), part.out(), holder.shape()[2], bias, Stride.DOUBLING);
            case CONVOLUTION -> new DcganLayer.Conv(holder.path(), part.in(), part.out(), holder.shape()[2], bias);
            case FLAT_NORM, PICTURE_NORM -> new DcganLayer.BatchNorm(holder.path(), part.out(), holder.weighted(), head, 0);
            case LAYER_NORM -> new DcganLayer.LayerNorm(holder.path(), part.out());
            case INSTANCE_NORM -> new DcganLayer.InstanceNorm(holder.path(), part.out());
            case SLOPE -> new DcganLayer.Prelu(holder.path(), holder.shape()[0]);
        });
    }

    /**
     * What stands between two modules that hold tensors, told by how many modules without tensors the file names there.
     *
     * @param opens whether a flat layer's numbers become a picture here
     */
    private void between(Part part, Part next, boolean opens, Layout layout) {
        int bare = part.holder().bareAfter();
        boolean sequence = part.holder().parent().equals(next.holder().parent()) && part.holder().last().matches("\\d+")
                && next.holder().last().matches("\\d+");
        boolean normNext = next.role().normalises();
        boolean activation;
        boolean upsampling = false;
        if (opens) {
            // In one sequence the reshape must be a module of its own; between two it is a line of forward().
            int reshapes = sequence && bare > 0 ? 1 : 0;
            // A sequence that does not begin with number 0 begins with modules without weights: behind the reshape.
            int leading = sequence || !next.holder().last().matches("\\d{1,3}") ? 0 : Integer.parseInt(next.holder().last());
            boolean up = leading > 0 && next.role() == Role.CONVOLUTION;
            activation = up
                    ? leading > 1 || bare > leading
                    : bare == ModuleSequence.UNKNOWN
                            ? !normNext && (part.role().normalises() || layout == Layout.PADDED && !sequence)
                            : bare > reshapes;
            upsampling = up || next.role() == Role.CONVOLUTION && bare > reshapes + (activation ? 1 : 0);
        } else if (normNext) {
            activation = bare > 0;
        } else if (next.role() == Role.CONVOLUTION) {
            boolean behind = layers.getLast() instanceof DcganLayer.BatchNorm norm && norm.head();
            activation = behind ? bare > 1 : bare != 0;
            upsampling = behind ? bare != 0 : bare > 1 || bare == ModuleSequence.UNKNOWN && !isLast(next);
        } else {
            activation = bare != 0;
        }
        // A learned slope is the activation where it stands.
        if (part.role() == Role.SLOPE || next.role() == Role.SLOPE) activation = false;
        upsampling &= next.shuffle() == 1 && !shuffles;
        // Transposed convolutions do the up-sampling where there are any; a second module without tensors is a dropout then.
        upsampling &= layout == Layout.UPSAMPLING;
        // What stands in forward() may be another function than the rest.
        boolean head = opens && bare == ModuleSequence.UNKNOWN && !sequence;
        if (activation)
            layers.add(new DcganLayer.Activate(head ? DcganLayer.Place.HEAD : DcganLayer.Place.HIDDEN, ActivationFunction.RELU));
        if (opens) layers.add(new DcganLayer.Reshape(next.in(), side(part.out(), next.in())));
        if (upsampling) layers.add(new DcganLayer.Upsample(DcganLayer.Interpolation.NEAREST));
        if (next.shuffle() > 1) layers.add(new DcganLayer.Shuffle(next.shuffle()));
    }

    /** Whether an activation next to a normalisation may stand on either side, since nothing counts the modules between. */
    private static boolean orderOpen(List<Part> parts) {
        for (int i = 0; i + 2 < parts.size(); i++)
            if (parts.get(i + 1).role().normalises() && parts.get(i + 1).holder().bareAfter() == ModuleSequence.UNKNOWN
                    && parts.get(i).holder().bareAfter() == ModuleSequence.UNKNOWN)
                return true;
        return false;
    }

    private boolean isLast(Part part) {
        return part.holder().path().equals(holders.getLast().path());
    }

    /** A dense layer that makes all pixels: grey if they form a square, else three channels. */
    private static DcganLayer.Reshape flatPicture(Part part) throws InferenceException {
        for (int channels : List.of(1, 3))
            if (side(part.out(), channels) >= SMALLEST_DENSE) return new DcganLayer.Reshape(channels, side(part.out(), channels));
        throw new InferenceException(part.holder().describe() + " makes " + part.out() + " numbers, which are no square picture");
    }

    private void tell(List<Part> parts, int zDim, Part first) {
        notes.add("z has " + zDim + " dimensions: the shape of " + first.holder().path() + ".weight"
                + (embedding == null || zDim == first.in() ? "" : " less the width of " + embedding.path() + ".weight"));
        if (embedding != null) notes.add(embedding.shape()[0] + " classes: the rows of " + embedding.path() + ".weight");
        long told = parts.stream().limit(parts.size() - 1).filter(part -> part.holder().bareAfter() != ModuleSequence.UNKNOWN)
                .count();
        notes.add(told > 0
                ? "Where activations" + (layout(parts) == Layout.UPSAMPLING ? " and up-sampling" : "")
                        + " stand: modules without weights, by the file's list or the gaps in its numbering"
                : "Where activations stand: a guess, the file does not name modules without weights");
    }
}
