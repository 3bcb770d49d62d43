package meander.app.explore;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import meander.models.render.Frame;

/** The places that a person has kept, each with a small picture; they remain when the model changes. */
public final class Snapshots {
    private final ObservableList<Snapshot> all = FXCollections.observableArrayList();
    private final ObservableList<Snapshot> shown = FXCollections.unmodifiableObservableList(all);

    Snapshots() {}

    /** What was kept, oldest first. */
    public ObservableList<Snapshot> all() {
        return shown;
    }

    public void remove(Snapshot snapshot) {
        all.remove(snapshot);
    }

    /** Keeps a place. @param seen what it looks like */
    void add(ViewBookmark place, Frame seen) {
        all.add(new Snapshot(place, Thumbnails.of(seen, Snapshot.SIDE)));
    }
}
