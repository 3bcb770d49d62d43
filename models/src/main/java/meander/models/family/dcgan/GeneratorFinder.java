package meander.models.family.dcgan;

import java.util.ArrayList;
import java.util.List;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.family.ModuleView;
import meander.models.infer.ModuleSequence;
import meander.models.infer.ModuleSequence.Holder;
import meander.models.infer.ModuleSequence.Kind;

/** Finds the generator among the networks of a file. */
final class GeneratorFinder {
    /** A file with more is something else, and not worth the time to look closer. */
    private static final int MOST_TENSORS = 2000;
    /** What sequences of layers are called, so that a file without a working generator is still known for one. */
    private static final String SEQUENCE = "((netG|generator|gen|G)\\.)?"
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
            return like < 0 || judges && (takesPicture() || linear.getFirst().kind() == Kind.DENSE && last.kind() == Kind.DENSE);
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

    /** Every network of a file and every part of one that is called one, the likeliest generator first. */
    static List<Found> in(Checkpoint checkpoint) {
        List<Found> found = new ArrayList<>();
        for (ModuleView view : ModuleView.in(checkpoint)) {
            StateDict state = FoldedWeights.of(view.state());
            int size = Math.max(state.tensors().size(), state.modules().size());
            if (size <= MOST_TENSORS && view.whole())
                found.add(new Found(view.name(), state, ModuleSequence.of(state), view.likeness()));
        }
        return found;
    }
}
