package meander.app.widgets;

import java.util.function.Function;

import javafx.util.StringConverter;

/** Names for the choices of a box that is not typed into. */
public final class ChoiceNames {
    private ChoiceNames() {}

    public static <T> StringConverter<T> named(Function<T, String> names) {
        return new StringConverter<>() {
            @Override
            public String toString(T choice) {
                return choice == null ? "" : names.apply(choice);
            }

            @Override
            public T fromString(String name) {
                throw new UnsupportedOperationException("the box is not typed into");
            }
        };
    }
}
