package meander.models.family.dcgan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.infer.ModuleSequence;
import meander.models.infer.ModuleSequence.Holder;
import meander.models.infer.ModuleSequence.Kind;

/** Finds the generator among the networks of a file. */
final class GeneratorFinder {
    private static final Set<String> AVERAGED = Set.of("ema", "gema");
    private static final Set<String> GENERATOR = Set.of("g", "gen", "generator", "netg", "gnet", "modelg");
    private static final Set<String> DISCRIMINATOR = Set.of("d", "dis", "disc", "discriminator", "netd", "dnet", "modeld",
            "critic");
    /** A file with more is something else, and not worth the time to look closer. */
    private static final int MOST_TENSORS = 2000;
    /** What sequences of layers are called, so that a file without a working generator is still known for one. */
    private static final String SEQUENCE = "(module\\.|_orig_mod\\.)?((netG|generator|gen|G)\\.)?"
            + "(main|model|net|network|layers|gen|generator|conv_blocks|label_emb|l1)\\.\\d.*|.*label_emb\\.weight";

    /**
     * A network that may be the generator.
     *
     * @param name    in the file, for a person; empty if the file is nothing but this network
     * @param state   its tensors, under their full names
     * @param modules of it
     * @param like    what its name says: above 0 a generator, below 0 a discriminator
     */
    record Found(String name, StateDict state, ModuleSequence modules, int like) {
        /** A stack that begins with a picture, or ends with one number, or is called one. */
        boolean isDiscriminator() {
            List<Holder> linear = modules.holders().stream()
                    .filter(holder -> holder.kind() == Kind.DENSE || holder.kind() == Kind.CONVOLUTION).toList();
            if (linear.isEmpty() || modules.holders().stream().anyMatch(holder -> holder.kind() == Kind.OTHER && like >= 0))
                return false;
            Holder last = linear.getLast();
            // A picture translator that draws in grey ends with one channel too, but with a wide kernel.
            boolean narrow = last.kind() == Kind.DENSE || last.shape()[2] <= 5;
            boolean judges = last.shape()[0] == 1 && narrow
                    || linear.stream().anyMatch(holder -> holder.path().contains("adv_layer"));
            return like < 0 || judges && (takesPicture() || linear.getFirst().kind() == Kind.DENSE);
        }

        /** Whether the first layer convolves a picture, or several stacked. */
        boolean takesPicture() {
            return modules.holders().stream().filter(holder -> holder.kind() != Kind.EMBEDDING).findFirst()
                    .filter(holder -> holder.kind() == Kind.CONVOLUTION && holder.shape()[1] <= 6 && holder.shape()[0] > 6)
                    .isPresent();
        }

        /** Whether names and kinds are those of a sequential generator, even if its shapes should not work out. */
        boolean looksSequential() {
            return !takesPicture() && modules.holders().stream().noneMatch(holder -> holder.kind() == Kind.OTHER)
                    && modules.holders().stream()
                            .anyMatch(holder -> holder.kind() == Kind.CONVOLUTION || holder.kind() == Kind.NORMALISATION)
                    && state.tensors().keySet().stream().allMatch(name -> name.matches(SEQUENCE));
        }
    }

    private GeneratorFinder() {}

    /** Every network of a file and every part of one that could be a network of its own, the likeliest generator first. */
    static List<Found> in(Checkpoint checkpoint) {
        List<Found> found = new ArrayList<>();
        checkpoint.networks().forEach((name, state) -> {
            int size = Math.max(state.tensors().size(), state.modules().size());
            if (state.tensors().isEmpty() || size > MOST_TENSORS || name.toLowerCase(Locale.ROOT).contains("optim")) return;
            found.add(new Found(name, state, ModuleSequence.of(state), like(name)));
            parts(state).forEach((part, tensors) -> found.add(new Found(name.isEmpty() ? part : name + "." + part, tensors,
                    ModuleSequence.of(tensors), like(name) + like(part))));
        });
        found.sort(Comparator.comparingInt((Found one) -> -one.like()));
        return found;
    }

    /** What a name says: a generator's average 3, a generator 2, nothing 0, a discriminator −4. */
    private static int like(String name) {
        List<String> words = List.of(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
        int like = 0;
        if (words.stream().anyMatch(DISCRIMINATOR::contains)) like -= 4;
        else if (words.stream().anyMatch(AVERAGED::contains)) like += 3;
        else if (words.stream().anyMatch(GENERATOR::contains)) like += 2;
        return like;
    }

    /** A state dict of a module that holds generator and discriminator, taken apart by the first part of the names. */
    private static SequencedMap<String, StateDict> parts(StateDict state) {
        SequencedSet<String> firsts = new LinkedHashSet<>();
        state.tensors().keySet().forEach(name -> firsts.add(first(name)));
        SequencedMap<String, StateDict> parts = new LinkedHashMap<>();
        if (firsts.size() > 1 || firsts.stream().anyMatch(first -> like(first) < 0)) for (String first : firsts)
            if (like(first) != 0) parts.put(first, part(state, first));
        return parts;
    }

    private static StateDict part(StateDict state, String first) {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        state.tensors().forEach((name, tensor) -> {
            if (first(name).equals(first)) tensors.put(name, tensor);
        });
        LinkedHashSet<String> modules = new LinkedHashSet<>();
        for (String module : state.modules())
            if (first(module).equals(first)) modules.add(module);
        return new StateDict(tensors, new LinkedHashMap<>(), modules, "");
    }

    /** The first part of a name that says something: wrappers say nothing. */
    private static String first(String name) {
        for (String part : name.split("\\."))
            if (!part.equals("module") && !part.equals("_orig_mod")) return part;
        return "";
    }
}
