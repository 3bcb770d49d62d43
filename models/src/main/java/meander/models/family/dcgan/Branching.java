package meander.models.family.dcgan;

import java.util.ArrayList;
import java.util.List;

import meander.models.family.dcgan.DcganLayer.Joining;
import meander.models.infer.ActivationFunction;
import meander.models.infer.ModuleSequence.Holder;
import meander.models.infer.ModuleSequence.Kind;

/**
 * The beginning of a conditional network whose first two layers do not follow each other: one takes z and one the class, and the next
 * takes what both make; or the first makes numbers of the class that are joined with z.
 *
 * @param layer   of both
 * @param rest    of the modules
 * @param joined  numbers or channels that come in there
 * @param picture whether these have sides
 */
record Branching(DcganLayer layer, List<Holder> rest, int joined, boolean picture, int zDim, int classes) {
    private static final String CLASS = "(?i).*(label|class|cond|emb|(^|[._])[yc]([._\\d]|$)).*";

    /** Null if the modules do not begin so. */
    static Branching of(List<Holder> holders) {
        List<Integer> linear = new ArrayList<>();
        for (int i = 0; i < holders.size() && linear.size() < 3; i++)
            if (holders.get(i).kind() == Kind.DENSE || holders.get(i).kind() == Kind.CONVOLUTION) linear.add(i);
        if (linear.size() < 2 || linear.getFirst() != 0) return null;
        Holder first = holders.getFirst();
        Holder second = holders.get(linear.get(1));
        if (linear.size() == 3 && first.kind() == second.kind() && out(first) != in(second)) {
            Holder third = holders.get(linear.get(2));
            int joined = out(first) + out(second);
            boolean fits = third.kind() == first.kind() && (in(third) == joined
                    || in(third) != joined && third.kind() == Kind.CONVOLUTION && third.shape()[1] == joined);
            if (fits && in(first) != in(second)) return both(holders, linear, joined);
        }
        boolean labelled = first.kind() == Kind.DENSE && first.path().matches(CLASS) && linear.get(1) == 1;
        int room = second.kind() == Kind.DENSE || second.kind() == Kind.CONVOLUTION ? in(second) - out(first) : 0;
        return labelled && room > 1
                ? new Branching(new DcganLayer.LabelDense(first.path(), in(first), out(first), first.bias() > 0, Joining.Z_FIRST),
                        holders.subList(1, holders.size()), in(second), false, room, in(first))
                : null;
    }

    private static Branching both(List<Holder> holders, List<Integer> linear, int joined) {
        List<DcganLayer> first = layers(holders.subList(0, linear.get(1)));
        List<DcganLayer> second = layers(holders.subList(linear.get(1), linear.get(2)));
        Holder one = holders.getFirst();
        Holder other = holders.get(linear.get(1));
        if (first == null || second == null) return null;
        // Of two that take as few numbers as each other nothing but a name tells which is the class.
        boolean classSecond = in(other) < in(one) && !one.path().matches(CLASS) || other.path().matches(CLASS);
        DcganLayer layer = classSecond
                ? new DcganLayer.Branches(first, second, Joining.Z_FIRST)
                : new DcganLayer.Branches(second, first, Joining.CLASS_FIRST);
        return new Branching(layer, holders.subList(linear.get(2), holders.size()), joined, one.kind() == Kind.CONVOLUTION,
                classSecond ? in(one) : in(other), classSecond ? in(other) : in(one));
    }

    /** A linear layer and a normalisation, if there is one; null if there is more. */
    private static List<DcganLayer> layers(List<Holder> holders) {
        if (holders.size() > 2) return null;
        Holder linear = holders.getFirst();
        boolean bias = linear.bias() > 0;
        List<DcganLayer> layers = new ArrayList<>();
        layers.add(linear.kind() == Kind.DENSE
                ? new DcganLayer.Dense(linear.path(), in(linear), out(linear), bias)
                : new DcganLayer.TransposedConv(linear.path(), in(linear), out(linear), linear.shape()[2], bias,
                        Stride.DOUBLING));
        if (holders.size() == 2) {
            Holder norm = holders.getLast();
            if (norm.kind() != Kind.NORMALISATION || norm.shape().length != 1 || norm.shape()[0] != out(linear)) return null;
            layers.add(new DcganLayer.BatchNorm(norm.path(), out(linear), norm.weighted(), false, 0));
        }
        layers.add(new DcganLayer.Activate(DcganLayer.Place.HIDDEN, ActivationFunction.RELU));
        return layers;
    }

    private static int in(Holder holder) {
        return holder.kind() == Kind.DENSE ? holder.shape()[1] : holder.shape()[0];
    }

    private static int out(Holder holder) {
        return holder.kind() == Kind.DENSE ? holder.shape()[0] : holder.shape()[1];
    }
}
