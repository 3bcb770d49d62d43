package meander.training.recipe;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Names that settings had before: saved runs and command lines that have them mean the same. {@link meander.training.run.TrainingSpec} and
 * {@link SettingValues} translate what they are given, so nothing else meets one.
 */
public final class SettingAliases {
    private static final Map<String, String> CURRENT = current();
    private static final Map<String, String> FORMER = CURRENT.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private SettingAliases() {}

    private static Map<String, String> current() {
        Map<String, String> names = new HashMap<>(Map.ofEntries(Map.entry("batch", "batch-size"),
                Map.entry("rounds", "gradient-accumulation"), Map.entry("rate", "learning-rate"),
                Map.entry("r1-every", "r1-interval"), Map.entry("path-length-every", "path-length-interval"),
                Map.entry("checkpoint-kimg", "checkpoint-interval"), Map.entry("sample-kimg", "sample-interval"),
                Map.entry("measure-kimg", "metric-interval"), Map.entry("z", "z-dim"), Map.entry("w", "w-dim"),
                Map.entry("mixing", "style-mixing"), Map.entry("clip", "weight-clip"), Map.entry("pool", "pool-size")));
        for (int side = 32; side <= 1024; side *= 2)
            names.put("batch-" + side, "batch-size-" + side);
        return Map.copyOf(names);
    }

    /** The name that a setting has now. */
    public static String current(String key) {
        return CURRENT.getOrDefault(key, key);
    }

    /** The name that a setting had before, or its only one. */
    public static String former(String key) {
        return FORMER.getOrDefault(key, key);
    }

    /** Typed values by the names that settings have now; where a value stands under both names, the newer name's counts. */
    public static SortedMap<String, String> current(Map<String, String> typed) {
        SortedMap<String, String> renamed = new TreeMap<>();
        typed.forEach((key, value) -> {
            if (!CURRENT.containsKey(key)) renamed.put(key, value);
        });
        typed.forEach((key, value) -> {
            if (CURRENT.containsKey(key)) renamed.putIfAbsent(CURRENT.get(key), value);
        });
        return renamed;
    }
}
