package meander.models.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import meander.models.checkpoint.DType;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Port;
import meander.models.family.Assumptions.Source;
import meander.models.family.InputBinding.Role;
import meander.models.graph.Shape;

/**
 * What the inputs of a program mean: told by their names where those are usual, else by their shapes, and asked for where neither is clear.
 *
 * @param feeds one for each input
 */
public record InputMapping(List<InputBinding> feeds) {
    /** What the guess of an input's role begins with; its name follows. */
    public static final String ROLE = "role:";
    private static final String LATENT_SIZE = "latentSize";
    private static final List<Integer> LATENT_SIZES = List.of(64, 100, 128, 256, 512);
    private static final int USUAL_LATENT_SIZE = 512;
    private static final Pattern LATENT = Pattern.compile("z\\d*|w|ws|noise|code|seed|x|input|.*latents?.*|z_.*|.*_z|styles?");
    private static final Pattern CLASS = Pattern.compile("c|y|.*label.*|.*class.*|cond.*|one_?hot|category");
    private static final Pattern PSI = Pattern.compile("psi|trunc.*");
    private static final List<Role> FLAT = List.of(Role.LATENT, Role.CLASS, Role.ZERO);

    public InputMapping {
        feeds = List.copyOf(feeds);
    }

    /**
     * Reads the ports.
     *
     * @return empty if there is neither a latent nor a picture among the inputs
     */
    public static Optional<InputMapping> of(ForeignModel program, Assumptions guesses) {
        List<Port> ports = program.inputs();
        boolean named = ports.stream().anyMatch(port -> isFlat(port) && matches(LATENT, port) || isSpatialLatent(port));
        boolean flat = ports.stream().anyMatch(port -> isFlat(port) && !matches(CLASS, port) && !matches(PSI, port));
        boolean latents = named || flat || ports.stream().anyMatch(port -> isReal(port) && port.rank() == 3);
        Optional<Port> picture = ports.stream().filter(port -> isPicture(port, latents)).findFirst();
        int widest = ports.stream().filter(InputMapping::isFlat).mapToInt(port -> port.dims().getLast()).max().orElse(0);
        List<InputBinding> feeds = new ArrayList<>();
        int z = 0;
        int noises = 0;
        for (Port port : ports) {
            Role role = picture.filter(port::equals).isPresent()
                    ? Role.PICTURE
                    : role(port, named, widest, picture.isPresent() || latents, guesses);
            Shape shape = shape(port, role, guesses);
            InputBinding feed = new InputBinding(port, shape, role, role == Role.LATENT ? z : role == Role.NOISE ? noises++ : 0);
            z += feed.dimensions();
            feeds.add(feed);
        }
        return z > 0 || picture.isPresent() ? Optional.of(new InputMapping(feeds)) : Optional.empty();
    }

    /** The input that is a picture, if there is one. */
    public Optional<InputBinding> picture() {
        return feeds.stream().filter(feed -> feed.role() == Role.PICTURE).findFirst();
    }

    /** Whether its pictures are {@code [1,H,W,C]}. */
    public static boolean channelsLast(List<Integer> dims) {
        return !isChannels(dims.get(1)) && isChannels(dims.get(3)) || dims.get(3) == 3 && dims.get(1) != 3;
    }

    private static Role role(Port port, boolean named, int widest, boolean drawn, Assumptions guesses) {
        if (matches(PSI, port) && isReal(port)) return Role.PSI;
        if (!isReal(port)) return port.type() == DType.BOOL || port.rank() > 2 ? Role.ZERO : Role.CLASS;
        if (port.rank() == 3 || isSpatialLatent(port)) return Role.LATENT;
        if (port.rank() > 3) return drawn ? Role.NOISE : Role.LATENT;
        if (!isFlat(port)) return Role.SLIDER;
        if (matches(CLASS, port)) return Role.CLASS;
        if (matches(LATENT, port)) return Role.LATENT;
        Role usual = !named && (port.dims().getLast() == widest || port.dims().getLast() == Port.ANY) ? Role.LATENT : Role.CLASS;
        return guesses.choose(ROLE + port.name(), "Input \"" + port.name() + "\"", FLAT, Role::word, usual, Source.LAYOUT);
    }

    private static Shape shape(Port port, Role role, Assumptions guesses) {
        int rank = port.rank();
        return Shape.of(IntStream.range(0, rank).map(axis -> {
            int dim = port.dims().get(axis);
            if (dim != Port.ANY) return dim;
            if (axis == 0) return 1;
            if (role == Role.LATENT && axis == rank - 1 && rank < 4)
                return guesses.choose(LATENT_SIZE, "Dimensions of the latents", LATENT_SIZES, Object::toString, USUAL_LATENT_SIZE,
                        Source.LAYOUT);
            return role == Role.PICTURE && axis == (channelsLast(port.dims()) ? 3 : 1) ? 3 : 1;
        }).toArray());
    }

    private static boolean isReal(Port port) {
        return port.type().isReal();
    }

    /** More than one number in a row, of a batch or without one. */
    private static boolean isFlat(Port port) {
        if (!isReal(port) || port.rank() == 0 || port.rank() > 2) return false;
        int last = port.dims().getLast();
        return last > 1 || last == Port.ANY && port.rank() == 2;
    }

    private static boolean isSpatialLatent(Port port) {
        return isReal(port) && port.rank() == 4 && port.dims().get(2) == 1 && port.dims().get(3) == 1 && port.dims().get(1) != 1;
    }

    /** Beside latents, a grey plane is noise. */
    private static boolean isPicture(Port port, boolean latents) {
        if (port.rank() != 4 || !isReal(port) && port.type() != DType.U8) return false;
        List<Integer> dims = port.dims();
        int channels = channelsLast(dims) ? dims.get(3) : dims.get(1);
        List<Integer> sides = channelsLast(dims) ? dims.subList(1, 3) : dims.subList(2, 4);
        boolean wide = sides.stream().allMatch(side -> side == Port.ANY || side > 1);
        return wide && (channels == Port.ANY || isChannels(channels)) && !(latents && channels == 1);
    }

    public static boolean isChannels(int size) {
        return Arrays.asList(1, 3, 4).contains(size);
    }

    private static boolean matches(Pattern pattern, Port port) {
        return pattern.matcher(port.name().toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "")).matches();
    }

    /** Guesses of a program; what a file of Meander's own says leaves nothing to guess. */
    public static Assumptions guesses(ForeignModel program, Map<String, String> answers) {
        Map<String, Object> said = switch (program.facts().getOrDefault("meander.range", "")) {
            case "-1 to 1" -> Map.of("said.dataRange", "-1..1");
            case "0 to 1" -> Map.of("said.dataRange", "0..1");
            default -> Map.of();
        };
        return new Assumptions(answers, said, "said.");
    }
}
