package meander.models.infer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;

/**
 * The modules of a state dict that hold tensors, in order, and how many without tensors stand after each.
 *
 * @param holders   modules with tensors
 * @param names     last parts of the names of all modules without tensors, in lower case: {@code relu} says something
 */
public record ModuleSequence(List<Holder> holders, Set<String> names) {
    /** {@link Holder#bareAfter} where the file does not tell. */
    public static final int UNKNOWN = -1;

    private static final Set<String> NORMALISATION = Set.of("weight", "bias", "running_mean", "running_var",
            "num_batches_tracked");
    private static final Set<String> LINEAR = Set.of("weight", "bias");

    /** What a module's tensors say it is. */
    public enum Kind {
        NORMALISATION, EMBEDDING, DENSE, CONVOLUTION, OTHER
    }

    /**
     * A module with tensors.
     *
     * @param path      for example {@code gen.0.1}
     * @param kind      what it is
     * @param shape     of its {@code weight}, or of its running statistics; of its first tensor if it is something else
     * @param bias      numbers in its {@code bias}; 0 without one
     * @param weighted  whether there is a {@code weight}
     * @param bareAfter modules without tensors up to the next one with tensors, or {@link #UNKNOWN}
     */
    public record Holder(String path, Kind kind, int[] shape, int bias, boolean weighted, int bareAfter) {
        public String parent() {
            return path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
        }

        public String last() {
            return path.substring(path.lastIndexOf('.') + 1);
        }

        /** For a sentence: {@code gen.0.0.weight [64,256,3,3]}. */
        public String describe() {
            String tensor = switch (kind) {
                case NORMALISATION -> "running_mean";
                case EMBEDDING, DENSE, CONVOLUTION, OTHER -> "weight";
            };
            return path + "." + tensor + " " + Arrays.toString(shape).replace(" ", "");
        }

        private Holder withBareAfter(int count) {
            return new Holder(path, kind, shape, bias, weighted, count);
        }
    }

    public static ModuleSequence of(StateDict state) {
        SequencedMap<String, Map<String, StoredTensor>> holding = new LinkedHashMap<>();
        state.tensors().forEach((name, tensor) -> {
            int dot = name.lastIndexOf('.');
            holding.computeIfAbsent(name.substring(0, Math.max(0, dot)), path -> new LinkedHashMap<>())
                    .put(name.substring(dot + 1), tensor);
        });
        List<Holder> holders = holding.entrySet().stream().map(entry -> holder(entry.getKey(), entry.getValue())).toList();
        SequencedSet<String> bare = bare(state.modules(), holding.keySet());
        LinkedHashSet<String> names = new LinkedHashSet<>();
        bare.forEach(path -> names.add(last(path).toLowerCase(Locale.ROOT)));
        // Modules with names are attributes, called wherever forward() likes; only numbered ones stand where they are listed.
        bare.removeIf(path -> number(last(path)) < 0);
        return new ModuleSequence(gaps(holders, state.modules(), bare), names);
    }

    /** Modules without tensors, inside of them or below. */
    private static SequencedSet<String> bare(SequencedSet<String> modules, Set<String> holding) {
        SequencedSet<String> bare = new LinkedHashSet<>(modules);
        bare.remove("");
        bare.removeAll(holding);
        for (String path : modules)
            for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1))
                bare.remove(path.substring(0, dot));
        for (String path : holding)
            for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1))
                bare.remove(path.substring(0, dot));
        return bare;
    }

    private static List<Holder> gaps(List<Holder> holders, SequencedSet<String> modules, Set<String> bare) {
        List<Holder> counted = new ArrayList<>();
        // A list of modules without a single bare one is of a network whose forward() calls functions: it tells no positions.
        boolean listed = !bare.isEmpty() && holders.stream().allMatch(holder -> modules.contains(holder.path()));
        List<String> order = List.copyOf(modules);
        for (int i = 0; i < holders.size(); i++) {
            Holder holder = holders.get(i);
            Holder next = i + 1 < holders.size() ? holders.get(i + 1) : null;
            if (listed) {
                int from = order.indexOf(holder.path());
                int to = next == null ? order.size() : order.indexOf(next.path());
                counted.add(holder.withBareAfter(
                        from < to ? (int) order.subList(from, to).stream().filter(bare::contains).count() : UNKNOWN));
            } else {
                counted.add(holder.withBareAfter(next == null ? UNKNOWN : between(holder, next)));
            }
        }
        // Numbers without holes are those of a list of layers whose activations are functions.
        if (!listed && counted.stream().noneMatch(holder -> holder.bareAfter() > 0))
            counted.replaceAll(holder -> holder.withBareAfter(UNKNOWN));
        return counted;
    }

    /** In {@code main.1}, {@code main.3} something without tensors was number 2. */
    private static int between(Holder holder, Holder next) {
        int a = number(holder.last());
        int b = number(next.last());
        return holder.parent().equals(next.parent()) && a >= 0 && b > a ? b - a - 1 : UNKNOWN;
    }

    private static Holder holder(String path, Map<String, StoredTensor> tensors) {
        StoredTensor weight = tensors.get("weight");
        StoredTensor bias = tensors.get("bias");
        StoredTensor mean = tensors.get("running_mean");
        boolean fits = bias == null || bias.shape().length == 1;
        if (mean != null && tensors.containsKey("running_var") && NORMALISATION.containsAll(tensors.keySet()) && fits)
            return new Holder(path, Kind.NORMALISATION, mean.shape(), size(bias), weight != null, UNKNOWN);
        if (weight != null && LINEAR.containsAll(tensors.keySet()) && fits) {
            Kind kind = switch (weight.shape().length) {
                case 2 -> bias == null && last(path).toLowerCase(Locale.ROOT).contains("emb") ? Kind.EMBEDDING : Kind.DENSE;
                case 4 -> Kind.CONVOLUTION;
                default -> Kind.OTHER;
            };
            return new Holder(path, kind, weight.shape(), size(bias), true, UNKNOWN);
        }
        return new Holder(path, Kind.OTHER, tensors.values().iterator().next().shape(), size(bias), weight != null, UNKNOWN);
    }

    private static int size(StoredTensor tensor) {
        return tensor == null ? 0 : tensor.elements();
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static int number(String part) {
        return part.matches("\\d{1,4}") ? Integer.parseInt(part) : -1;
    }
}
