package meander.models.family.dcgan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.infer.ModuleSequence;
import meander.models.infer.ModuleSequence.Holder;
import meander.models.infer.ModuleSequence.Kind;

/**
 * Orders in which the layers of a file may be used: as they stand, by the numbers in their names ({@code model.10} after
 * {@code model.3}, for files that list tensors by the alphabet), and as the shapes chain, with normalisations that were declared apart
 * ({@code conv1 … conv4, bn1 … bn3}) behind the layers they go with. Whether an order works out is for {@link DcganInference} to say.
 */
final class LayerOrder {
    private static final int MOST_STEPS = 20_000;
    private static final int MOST_ORDERS = 24;
    private static final int MOST_UNITS = 16;
    private static final Comparator<String> NATURAL = LayerOrder::natural;

    /** Layers that stay together: a numbered sequence, or one layer with a name. */
    private record Unit(String name, List<Holder> holders) {
        List<Holder> linear() {
            return holders.stream().filter(holder -> holder.kind() == Kind.DENSE || holder.kind() == Kind.CONVOLUTION).toList();
        }
    }

    private final List<Unit> units;
    private final List<Holder> loose;
    private final List<List<Holder>> found = new ArrayList<>();
    private int steps;

    private LayerOrder(List<Holder> holders) {
        SequencedMap<String, List<Holder>> grouped = new LinkedHashMap<>();
        loose = new ArrayList<>();
        for (Holder holder : holders)
            if (holder.kind() == Kind.EMBEDDING) {
                // stands beside the layers
            } else if (holder.last().matches("\\d+")) {
                grouped.computeIfAbsent(holder.parent(), _ -> new ArrayList<>()).add(holder);
            } else if (holder.kind() == Kind.DENSE || holder.kind() == Kind.CONVOLUTION) {
                grouped.computeIfAbsent(holder.path(), _ -> new ArrayList<>()).add(holder);
            } else {
                loose.add(holder);
            }
        units = new ArrayList<>();
        grouped.forEach((name, group) -> {
            group.sort(Comparator.comparing(Holder::path, NATURAL));
            units.add(new Unit(name, group));
        });
        units.sort(Comparator.comparing(Unit::name, NATURAL));
        loose.sort(Comparator.comparing(Holder::path, NATURAL));
    }

    /** The same network in each order, the likeliest first. */
    static List<StateDict> of(StateDict state) {
        SequencedSet<List<String>> orders = new LinkedHashSet<>();
        List<String> declared = List.copyOf(state.tensors().keySet());
        List<String> numbered = declared.stream().sorted(NATURAL).toList();
        // A file that lists by the alphabet says nothing by its order, not even where that happens to fit.
        if (declared.stream().sorted().toList().equals(declared)) orders.add(numbered);
        orders.add(declared);
        orders.add(numbered);
        ModuleSequence modules = ModuleSequence.of(state);
        for (List<Holder> chained : new LayerOrder(modules.holders()).chains())
            orders.add(names(state, modules, chained));
        return orders.stream().map(order -> reordered(state, order)).toList();
    }

    private static List<String> names(StateDict state, ModuleSequence modules, List<Holder> chained) {
        List<Holder> order = new ArrayList<>();
        for (Holder holder : modules.holders())
            if (holder.kind() == Kind.EMBEDDING) order.add(holder);
        order.addAll(chained);
        return order.stream().flatMap(holder -> state.tensors().keySet().stream()
                .filter(name -> name.substring(0, Math.max(0, name.lastIndexOf('.'))).equals(holder.path()))).toList();
    }

    private static StateDict reordered(StateDict state, List<String> names) {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        names.forEach(name -> tensors.put(name, state.tensors().get(name)));
        return tensors.size() == state.tensors().size()
                ? new StateDict(tensors, state.attributes(), state.modules(), state.className())
                : state;
    }

    private List<List<Holder>> chains() {
        boolean odd = units.stream().flatMap(unit -> unit.holders().stream()).anyMatch(holder -> holder.shape().length == 0);
        // What takes a picture and makes one is a translator, whatever order its layers chain in.
        long pictures = units.stream().flatMap(unit -> unit.linear().stream()).filter(
                holder -> holder.kind() == Kind.CONVOLUTION && (isPicture(holder.shape()[0]) || isPicture(holder.shape()[1])))
                .count();
        if (units.size() > MOST_UNITS || units.isEmpty() || odd || pictures > 1) return List.of();
        extend(new ArrayList<>(), new ArrayList<>(units), 0, false);
        return found;
    }

    /** @param numbers what the layers so far make; 0 before the first */
    private void extend(List<Unit> chain, List<Unit> rest, int numbers, boolean picture) {
        if (++steps > MOST_STEPS || found.size() >= MOST_ORDERS) return;
        if (rest.isEmpty()) {
            List<Holder> whole = withNorms(chain);
            if (whole != null) found.add(whole);
            return;
        }
        for (Unit unit : List.copyOf(rest)) {
            List<Holder> linear = unit.linear();
            int[] in = linear.isEmpty() ? unit.holders().getFirst().shape() : linear.getFirst().shape();
            int[] out = linear.isEmpty() ? in : linear.getLast().shape();
            boolean convolves = !linear.isEmpty() && linear.getFirst().kind() == Kind.CONVOLUTION;
            for (int way = 0; way < (convolves ? 2 : 1); way++) {
                int takes = linear.isEmpty() ? in[0] : in[convolves && way == 0 ? 0 : 1];
                int makes = linear.isEmpty() ? numbers : out[linear.getLast().kind() == Kind.CONVOLUTION && way == 0 ? 1 : 0];
                boolean opens = convolves && !picture && numbers > 0;
                if (numbers == 0 ? linear.isEmpty() : opens ? !square(numbers, takes) : takes != numbers) continue;
                chain.add(unit);
                rest.remove(unit);
                extend(chain, rest, makes, picture || convolves);
                chain.removeLast();
                rest.add(unit);
                rest.sort(Comparator.comparing(Unit::name, NATURAL));
                if (in.length == 4 && in[0] == in[1]) break;
            }
        }
    }

    private static boolean isPicture(int channels) {
        return channels == 1 || channels == 3;
    }

    private static boolean square(int numbers, int channels) {
        int side = channels == 0 ? 0 : (int) Math.round(Math.sqrt((double) numbers / channels));
        return side > 0 && (long) side * side * channels == numbers;
    }

    /** The chain with every normalisation behind the layer that makes as much as it takes, best by the numbers in their names; null if one has no place. */
    private List<Holder> withNorms(List<Unit> chain) {
        List<Holder> linear = chain.stream().flatMap(unit -> unit.holders().stream()).toList();
        if (loose.isEmpty()) return linear;
        Map<Holder, List<Holder>> behind = new LinkedHashMap<>();
        List<Holder> left = new ArrayList<>(loose);
        for (boolean numbered : new boolean[]{true, false})
            for (Holder norm : List.copyOf(left))
                for (int i = 0; i < linear.size(); i++) {
                    Holder layer = linear.get(i);
                    Holder next = i + 1 < linear.size() ? linear.get(i + 1) : null;
                    boolean taken = behind.getOrDefault(layer, List.of()).stream().anyMatch(other -> other.kind() == norm.kind());
                    if (taken || !takes(norm, layer, next) || numbered && !sameNumber(norm, layer)) continue;
                    behind.computeIfAbsent(layer, _ -> new ArrayList<>()).add(norm);
                    left.remove(norm);
                    break;
                }
        if (!left.isEmpty()) return null;
        List<Holder> whole = new ArrayList<>();
        for (Holder layer : linear) {
            whole.add(layer);
            behind.getOrDefault(layer, List.of()).stream()
                    .sorted(Comparator.comparing(holder -> holder.kind() == Kind.NORMALISATION ? 0 : 1)).forEach(whole::add);
        }
        return whole;
    }

    private static boolean takes(Holder norm, Holder layer, Holder next) {
        if (norm.shape().length != 1) return false;
        int size = norm.shape()[0];
        if (size == 1 && norm.kind() == Kind.OTHER) return true;
        boolean opens = layer.kind() == Kind.DENSE && next != null && next.kind() == Kind.CONVOLUTION;
        if (opens && (next.shape()[0] == size || next.shape()[1] == size) && square(layer.shape()[0], size)) return true;
        if (layer.kind() == Kind.DENSE) return layer.shape()[0] == size;
        return layer.kind() == Kind.CONVOLUTION && (layer.shape()[1] == size || layer.shape()[0] == size)
                && (next == null || next.kind() != Kind.CONVOLUTION || next.shape()[0] == size || next.shape()[1] == size);
    }

    private static boolean sameNumber(Holder norm, Holder layer) {
        String number = norm.last().replaceAll("\\D+", "");
        return !number.isEmpty() && number.equals(layer.last().replaceAll("\\D+", ""))
                || norm.last().replaceAll("(?i)_?(bn|norm|batch)_?", "").equals(layer.last());
    }

    /** Numbers by their value, all else by the alphabet. */
    private static int natural(String a, String b) {
        String[] left = a.split("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)");
        String[] right = b.split("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)");
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            boolean numbers = left[i].matches("\\d{1,9}") && right[i].matches("\\d{1,9}");
            int compared = numbers
                    ? Integer.compare(Integer.parseInt(left[i]), Integer.parseInt(right[i]))
                    : left[i].compareTo(right[i]);
            if (compared != 0) return compared;
        }
        return Integer.compare(left.length, right.length);
    }
}
