package meander.app.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;

import meander.app.base.FxThreads;
import meander.app.base.LatestOnlyExecutor;
import meander.app.picture.Raster;

/** The pictures of all panes beside each other, small, and two of them laid over one another. */
public final class CompareViewModel {
    /** The longest side of a small picture, in pixels. */
    public static final int SIDE = 128;

    /** Which picture. */
    public enum Kind {
        INPUT, OUTPUT, CYCLE, IDENTITY
    }

    /** A picture’s place. @param pane 0 for the input */
    public record Key(Kind kind, int pane) {
        static final Key INPUT = new Key(Kind.INPUT, 0);
    }

    /** A picture. @param error from the input, where it should be the same; NaN otherwise */
    public record Item(Key key, Raster picture, double error) {}

    /** What is shown: small pictures, and the two that are compared. @param two empty while there is only one */
    public record Shown(List<Item> small, Optional<Two> two) {}

    /** Two pictures of the lower one’s size, on white. @param map how far they are apart, small, @param error mean absolute difference, 0 … 1 */
    public record Two(Key under, Key over, Raster below, Raster above, Raster map, double error) {}

    private record Wish(List<Item> items, Key under, Key over) {}

    private final FxThreads fx;
    private final LatestOnlyExecutor<Wish> wishes;
    private final ObjectProperty<Comparison.Way> way = new SimpleObjectProperty<>(this, "way");
    private final ObjectProperty<Key> under = new SimpleObjectProperty<>(this, "under", Key.INPUT);
    private final ObjectProperty<Key> over = new SimpleObjectProperty<>(this, "over");
    private final DoubleProperty share = new SimpleDoubleProperty(this, "share", 0.5);
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(new Shown(List.of(), Optional.empty()));
    private List<Item> items = List.of();

    /** @param worker makes small pictures of large ones */
    CompareViewModel(FxThreads fx, Executor worker) {
        this.fx = fx;
        wishes = new LatestOnlyExecutor<>(worker, (wish, _) -> {
            Shown made = make(wish);
            fx.later(() -> shown.set(made));
        }, thrown -> System.getLogger(CompareViewModel.class.getName()).log(System.Logger.Level.DEBUG, "no comparison", thrown));
        under.addListener((_, _, _) -> wish());
        over.addListener((_, _, _) -> wish());
    }

    /** How the two are laid over one another; null while the panes stand side by side. */
    public ObjectProperty<Comparison.Way> way() {
        return way;
    }

    /** The lower of the two. */
    public ObjectProperty<Key> under() {
        return under;
    }

    /** The upper of the two; null for the first translation. */
    public ObjectProperty<Key> over() {
        return over;
    }

    /** How much is the upper one’s, 0 … 1. */
    public DoubleProperty share() {
        return share;
    }

    public ReadOnlyObjectProperty<Shown> shown() {
        return shown.getReadOnlyProperty();
    }

    /** Chooses a picture to lay over the lower one; the lower one itself changes places with the upper. */
    public void choose(Key key) {
        Key top = over.get();
        if (key.equals(under.get()) && top != null) under.set(top);
        over.set(key);
    }

    boolean idle() {
        return wishes.idle();
    }

    /** Follows the panes. */
    void show(Raster input, List<PaneViewModel> panes) {
        List<Item> all = new ArrayList<>();
        all.add(new Item(Key.INPUT, input, Double.NaN));
        for (PaneViewModel pane : panes) {
            TranslationResult answer = pane.answer().get();
            if (answer == null) continue;
            int id = pane.id();
            all.add(new Item(new Key(Kind.OUTPUT, id), answer.picture(), Double.NaN));
            if (answer.state().direction() != Direction.CYCLE)
                answer.cycle().ifPresent(check -> all.add(new Item(new Key(Kind.CYCLE, id), check.picture(), check.error())));
            answer.identity().ifPresent(check -> all.add(new Item(new Key(Kind.IDENTITY, id), check.picture(), check.error())));
        }
        items = all;
        wish();
    }

    private void wish() {
        if (!items.isEmpty()) wishes.submit(new Wish(items, under.get(), over.get()));
    }

    private static Shown make(Wish wish) {
        List<Item> small = wish.items().stream().map(each -> new Item(each.key(), each.picture().within(SIDE), each.error()))
                .toList();
        Item below = find(wish.items(), wish.under()).orElse(wish.items().getFirst());
        Optional<Item> above = find(wish.items(), wish.over()).filter(each -> !each.equals(below)).or(() -> wish.items().stream()
                .filter(each -> !each.equals(below)).skip(below.key().equals(Key.INPUT) ? 0 : 1).findFirst());
        return new Shown(small, above.map(each -> two(below, each)));
    }

    private static Two two(Item below, Item above) {
        Raster lower = below.picture().onWhite();
        Raster upper = above.picture().onWhite().scaled(lower.width(), lower.height());
        return new Two(below.key(), above.key(), lower, upper, Comparison.difference(lower.within(SIDE), upper.within(SIDE)),
                RasterTensors.difference(lower, upper));
    }

    private static Optional<Item> find(List<Item> items, Key key) {
        return items.stream().filter(each -> each.key().equals(key)).findFirst();
    }
}
