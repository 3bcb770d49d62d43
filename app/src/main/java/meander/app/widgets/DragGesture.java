package meander.app.widgets;

/** Told when a hand takes hold of a control and when it lets go: what lies between is one step of undo, and previews are enough for it. */
public interface DragGesture {
    /** Nobody is told. */
    DragGesture NONE = of(() -> {}, () -> {});

    void begin();

    void end();

    static DragGesture of(Runnable begin, Runnable end) {
        return new DragGesture() {
            @Override
            public void begin() {
                begin.run();
            }

            @Override
            public void end() {
                end.run();
            }
        };
    }
}
