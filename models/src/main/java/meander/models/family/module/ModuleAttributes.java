package meander.models.family.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import meander.models.checkpoint.StateDict;

/** What a file tells of each module of a whole module: its class, its children in the order of their declaration, and its settings. */
record ModuleAttributes(StateDict state) {
    private static final String CLASS = "_class";
    private static final String OWN = "torch.nn.modules.";

    /** Whether the file holds a whole module, and not its state alone. */
    boolean isWhole() {
        return state.attributes().get(CLASS) instanceof String;
    }

    /** @throws UnknownModuleException if it is unknown */
    String className(String path) throws UnknownModuleException {
        if (state.attributes().get(named(path, CLASS)) instanceof String name) return name;
        throw new UnknownModuleException(path, "whose class the file does not tell");
    }

    /** The class of one of PyTorch's own layers, such as {@code ConvTranspose2d}; empty for any other. */
    String layer(String path) throws UnknownModuleException {
        String name = className(path);
        return name.startsWith(OWN) ? name.substring(name.lastIndexOf('.') + 1) : "";
    }

    List<String> children(String path) {
        String prefix = path.isEmpty() ? "" : path + ".";
        return state.modules().stream()
                .filter(module -> module.startsWith(prefix) && module.indexOf('.', prefix.length()) < 0 && !module.equals(path))
                .toList();
    }

    boolean holdsTensor(String path, String name) {
        return state.tensors().containsKey(named(path, name));
    }

    boolean holdsTensors(String path) {
        return state.tensors().keySet().stream().anyMatch(name -> name.startsWith(path + "."));
    }

    int[] shape(String path, String name) throws UnknownModuleException {
        if (!holdsTensor(path, name)) throw new UnknownModuleException(path, "which lacks its " + name);
        return state.tensors().get(named(path, name)).shape();
    }

    double number(String path, String name) throws UnknownModuleException {
        return switch (state.attributes().get(named(path, name))) {
            case Number number -> number.doubleValue();
            case Boolean flag -> flag ? 1 : 0;
            // One for each axis, of which there is but one here.
            case List<?> each when !each.isEmpty() && each.getFirst() instanceof Number number
                    && each.stream().distinct().count() == 1 ->
                number.doubleValue();
            case null, default -> throw new UnknownModuleException(path, "whose " + name + " is not one number");
        };
    }

    int integer(String path, String name) throws UnknownModuleException {
        double number = number(path, name);
        if (number != Math.rint(number) || Math.abs(number) > 1 << 20)
            throw new UnknownModuleException(path, "whose " + name + " is " + number);
        return (int) number;
    }

    boolean flag(String path, String name) {
        return Boolean.TRUE.equals(state.attributes().get(named(path, name)));
    }

    String text(String path, String name) {
        return state.attributes().get(named(path, name)) instanceof String text ? text : "";
    }

    /** Rows of at least three whole numbers among the settings of a module, such as the shape that it gives to a picture. */
    List<List<Integer>> shapes(String path) {
        List<List<Integer>> shapes = new ArrayList<>();
        for (Map.Entry<String, Object> each : state.attributes().entrySet()) {
            boolean own = each.getKey().startsWith(path + ".") && each.getKey().indexOf('.', path.length() + 1) < 0;
            if (own && each.getValue() instanceof List<?> list && list.size() >= 3 && list.size() <= 4
                    && list.stream().allMatch(item -> item instanceof Long))
                shapes.add(list.stream().map(item -> Math.toIntExact(Math.clamp((Long) item, -1, 1 << 20))).toList());
        }
        return shapes;
    }

    private static String named(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
