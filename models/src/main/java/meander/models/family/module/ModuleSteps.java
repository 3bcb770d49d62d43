package meander.models.family.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import meander.models.graph.Scope;
import meander.models.graph.Value;

/** The leaves of a tree of modules in the order of their use: in a {@code Sequential} that of its numbers, else that of their declaration. */
final class ModuleSteps {
    private static final int MOST = 500;
    private static final Set<String> LISTS = Set.of("Sequential", "ModuleList");
    private static final Set<String> LINEAR = Set.of("Linear", "Conv2d", "ConvTranspose2d");
    private static final Set<String> PICTURES = Set.of("Conv2d", "ConvTranspose2d", "BatchNorm2d", "InstanceNorm2d", "Upsample",
            "UpsamplingNearest2d");
    /** What stands between layers without bending anything. */
    private static final Set<String> PLAIN = Set.of("BatchNorm1d", "BatchNorm2d", "SyncBatchNorm", "InstanceNorm2d", "LayerNorm",
            "GroupNorm", "Dropout", "Dropout2d", "Upsample", "UpsamplingNearest2d", "Flatten", "Unflatten", "Identity",
            "PixelShuffle", "ZeroPad2d", "ReflectionPad2d", "ReplicationPad2d", "");
    /** Pictures with fewer channels are what a layer takes, not a latent. */
    private static final int SMALLEST_LATENT = 5;

    /** @param layer of PyTorch's own; empty for one of the user's own without tensors */
    private record Step(String path, String layer) {}

    private final ModuleAttributes file;
    private final List<Step> steps = new ArrayList<>();
    private final boolean declared;

    /** @throws UnknownModuleException if a module computes what nobody knows */
    ModuleSteps(ModuleAttributes file) throws UnknownModuleException {
        this.file = file;
        this.declared = add("");
        if (steps.size() > MOST) throw new UnknownModuleException("", "which has " + steps.size() + " layers");
        if (declared) check();
    }

    /** @return whether any module with children is not one of PyTorch's lists */
    private boolean add(String path) throws UnknownModuleException {
        List<String> children = file.children(path);
        String layer = file.layer(path);
        if (children.isEmpty()) {
            if (layer.isEmpty() && file.holdsTensors(path) || path.isEmpty())
                throw new UnknownModuleException(path, "which is of the class " + file.className(path));
            steps.add(new Step(path, layer));
            return false;
        }
        boolean own = !LISTS.contains(layer) || layer.equals("ModuleList");
        if (own && !layer.isEmpty() && !layer.equals("ModuleList"))
            throw new UnknownModuleException(path, "which is of the class " + file.className(path));
        for (String child : children)
            own |= add(child);
        return own;
    }

    /** Functions that a class of the user's own calls besides leave no trace: with a place for one, its modules do not tell all. */
    private void check() throws UnknownModuleException {
        boolean bent = true;
        for (Step step : steps) {
            if (LINEAR.contains(step.layer())) {
                if (!bent) throw new UnknownModuleException(step.path(), "before which no activation is declared");
                bent = false;
            } else
                bent |= !PLAIN.contains(step.layer());
        }
        if (!bent) throw new UnknownModuleException("", "which declares no activation at its end");
    }

    boolean isDeclared() {
        return declared;
    }

    /** How many numbers the first layer takes. @throws UnknownModuleException if it takes a picture */
    int latent() throws UnknownModuleException {
        for (Step step : steps)
            switch (step.layer()) {
                case "Linear" -> {
                    return file.integer(step.path(), "in_features");
                }
                case "ConvTranspose2d", "Conv2d" -> {
                    int channels = file.integer(step.path(), "in_channels");
                    if (step.layer().equals("Conv2d") && channels < SMALLEST_LATENT)
                        throw new UnknownModuleException(step.path(), "which takes a picture");
                    return channels;
                }
                case "BatchNorm1d" -> {
                    return file.integer(step.path(), "num_features");
                }
                default -> {
                    if (!PLAIN.contains(step.layer()))
                        throw new UnknownModuleException(step.path(), "with which no generator begins");
                    Optional<List<Integer>> shape = file.shapes(step.path()).stream().findFirst();
                    if (shape.isPresent()) return shape.get().stream().filter(size -> size > 0).reduce(1, Math::multiplyExact);
                }
            }
        throw new UnknownModuleException("", "which has no layer");
    }

    /** What the last layer says of black and white. */
    Optional<Boolean> fromZero() {
        return switch (steps.getLast().layer()) {
            case "Tanh", "Hardtanh" -> Optional.of(false);
            case "Sigmoid", "Hardsigmoid" -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    /** z {@code [1,Z]} → {@code [1,C,H,W]}. */
    Value apply(Scope root, Value z) throws UnknownModuleException {
        ModuleLayers layers = new ModuleLayers(file, root);
        Value x = z;
        for (Step step : steps) {
            if (x.shape().rank() == 2 && x != z && PICTURES.contains(step.layer())) x = square(step, x);
            x = step.layer().isEmpty() ? layers.picture(step.path(), x) : layers.apply(step.path(), step.layer(), x);
        }
        return x.shape().rank() == 2 ? flatPicture(x) : x;
    }

    /** Where a class of the user's own makes pictures of numbers: as many as the next layer takes, and square. */
    private Value square(Step step, Value x) throws UnknownModuleException {
        int channels = 0;
        for (Step next : steps.subList(steps.indexOf(step), steps.size()))
            if (channels == 0) channels = switch (next.layer()) {
                case "Conv2d", "ConvTranspose2d" -> file.integer(next.path(), "in_channels");
                case "BatchNorm2d", "InstanceNorm2d" -> file.integer(next.path(), "num_features");
                default -> 0;
            };
        int side = side(x.shape().dim(1), channels);
        if (side == 0) throw new UnknownModuleException(step.path(), "which takes no square picture");
        return x.reshape(x.shape().dim(0), channels, side, side);
    }

    private static Value flatPicture(Value x) throws UnknownModuleException {
        for (int channels : List.of(1, 3)) {
            int side = side(x.shape().dim(1), channels);
            if (side > 1) return x.reshape(x.shape().dim(0), channels, side, side);
        }
        throw new UnknownModuleException("", "which makes no square picture");
    }

    private static int side(int numbers, int channels) {
        int side = channels == 0 ? 0 : (int) Math.round(Math.sqrt((double) numbers / channels));
        return (long) side * side * channels == numbers ? side : 0;
    }
}
