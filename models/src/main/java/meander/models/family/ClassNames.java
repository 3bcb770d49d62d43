package meander.models.family;

import java.util.List;

import meander.models.checkpoint.StateDict;

/** What the classes of a model are called: Meander's own files say so, one name a line. */
public final class ClassNames {
    /** The attribute that holds them. */
    public static final String ATTRIBUTE = "classes";

    private ClassNames() {}

    /** One name for each class, or none if the file does not tell or tells of another number of classes. */
    public static List<String> of(StateDict stored, int count) {
        List<String> names = stored.attributes().get(ATTRIBUTE) instanceof String text ? text.lines().toList() : List.of();
        return names.size() == count ? names : List.of();
    }
}
