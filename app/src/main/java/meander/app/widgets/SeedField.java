package meander.app.widgets;

import java.util.function.LongConsumer;

import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;

/** A whole number that is typed, scrolled or stepped: a seed, 0 … 2³²−1. */
public final class SeedField extends TextField {
    private static final long LAST = (1L << 32) - 1;

    private final LongConsumer onSeed;
    private long seed;

    /** @param onSeed told of a seed that a person gave, never of one that was set */
    public SeedField(String name, LongConsumer onSeed) {
        this.onSeed = onSeed;
        getStyleClass().add("seed-field");
        setAccessibleText(name);
        setText("0");
        setOnAction(_ -> {
            commit();
            selectAll();
        });
        focusedProperty().addListener((_, _, focused) -> {
            if (!focused) commit();
        });
        SelectAllOnFocus.install(this);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            switch (event.getCode()) {
                case UP -> step(1);
                case DOWN -> step(-1);
                case ESCAPE -> setSeed(seed);
                default -> {
                    return;
                }
            }
            event.consume();
        });
        addEventFilter(ScrollEvent.SCROLL, event -> {
            if (event.getDeltaY() != 0) step(event.getDeltaY() > 0 ? 1 : -1);
            event.consume();
        });
    }

    public void setSeed(long changed) {
        seed = changed;
        String text = Long.toString(changed);
        if (!getText().equals(text)) setText(text);
    }

    private void step(int direction) {
        give(Math.floorMod(seed + direction, LAST + 1));
    }

    private void commit() {
        String typed = getText().strip();
        if (typed.matches("\\d{1,10}") && Long.parseLong(typed) <= LAST && Long.parseLong(typed) != seed)
            give(Long.parseLong(typed));
        else
            setSeed(seed);
    }

    private void give(long changed) {
        setSeed(changed);
        onSeed.accept(changed);
    }
}
