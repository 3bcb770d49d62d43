package meander.training.data;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import meander.training.data.DataSettings.Sides;

/**
 * Which picture of which side comes when, and which are not learnt from. Pairs come together and are mirrored together; where nothing goes
 * together each side has an order of its own, and the shorter one begins anew more often. Data without sides has one order. Each thread needs
 * its own.
 */
public final class DomainOrder {
    private static final long OTHER = 0x6f74686572L;

    /**
     * @param places  of a side's pictures in the data
     * @param judging places of those that are there to judge by; empty where the data has none of its own
     */
    private record Row(ShuffledOrder order, int[] places, int[] judging) {
        int[] heldBack() {
            return judging.length > 0 ? judging : IntStream.of(order.heldBack()).map(i -> places[i]).toArray();
        }
    }

    private final Map<Domain, Row> rows = new EnumMap<>(Domain.class);

    /**
     * @param flips whether half of the pictures, by chance, are mirrored
     * @param share that is held back, where the data itself does not say which
     */
    public DomainOrder(Dataset data, long seed, boolean flips, double share) {
        boolean sides = data.summary().sides() != Sides.NONE;
        if (!sides) {
            rows.put(Domain.ALL, new Row(new ShuffledOrder(data.size(), seed, flips, share), all(data, -1), new int[0]));
            return;
        }
        boolean judged = data.classes().size() > 2;
        for (Domain side : new Domain[]{Domain.A, Domain.B}) {
            int label = side == Domain.A ? 0 : 1;
            int[] places = all(data, label);
            boolean own = side == Domain.B && data.summary().sides() == Sides.UNPAIRED;
            rows.put(side, new Row(new ShuffledOrder(places.length, own ? seed ^ OTHER : seed, flips, judged ? 0 : share), places,
                    judged ? all(data, label + 2) : new int[0]));
        }
    }

    private static int[] all(Dataset data, int label) {
        return IntStream.range(0, data.size()).filter(index -> label < 0 || data.label(index) == label).toArray();
    }

    /** Which picture is seen at a position. */
    public int index(Domain side, long position) {
        Row row = row(side);
        return row.places[row.order.index(position)];
    }

    /** Whether the picture at a position is mirrored. */
    public boolean mirrored(Domain side, long position) {
        return row(side).order.mirrored(position);
    }

    /** The pictures that are never learnt from, in order; those of both sides go together where pairs do. */
    public int[] heldBack(Domain side) {
        return row(side).heldBack().clone();
    }

    /** The pictures to look at: those that are held back if there are any, else all, in order. */
    public int[] shown(Domain side) {
        int[] held = heldBack(side);
        return held.length > 0 ? held : row(side).places.clone();
    }

    /** Pictures that are learnt from, in order. */
    public int[] learnt() {
        return rows.values().stream().flatMapToInt(row -> {
            Set<Integer> held = IntStream.of(row.heldBack()).boxed().collect(Collectors.toSet());
            return IntStream.of(row.places).filter(place -> !held.contains(place));
        }).sorted().toArray();
    }

    /** How many pictures an epoch of the longest side has. */
    public int epochSize() {
        return rows.values().stream().mapToInt(row -> row.order.epochSize()).max().orElseThrow();
    }

    private Row row(Domain side) {
        Row row = rows.get(side);
        if (row == null) throw new IllegalArgumentException("there is no side " + side + " among " + rows.keySet());
        return row;
    }
}
