package meander.app.base;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableBooleanValue;

/** Every command there is, in the order in which they were added. Ids and shortcuts are given out once only. */
public final class Commands {
    private final Map<String, Command> commands = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if the id or the shortcut is taken */
    public Command add(String id, String shortcut, ObservableBooleanValue enabled, Runnable action) {
        Command command = new Command(id, shortcut, enabled, action);
        for (Command other : commands.values())
            if (other.id().equals(id) || !shortcut.isEmpty() && other.shortcut().equals(shortcut))
                throw new IllegalArgumentException(id + " (" + shortcut + ") collides with " + other.id());
        commands.put(id, command);
        return command;
    }

    /** A command that can always be done. */
    public Command add(String id, String shortcut, Runnable action) {
        return add(id, shortcut, new ReadOnlyBooleanWrapper(true), action);
    }

    public List<Command> all() {
        return List.copyOf(commands.values());
    }

    public Optional<Command> find(String id) {
        return Optional.ofNullable(commands.get(id));
    }

    /** @throws IllegalArgumentException if there is none of this id */
    public Command get(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("no command " + id));
    }

    /**
     * The commands that can be done now and whose titles suit what was typed, best first: titles that begin with it, titles with
     * a word that does, titles that contain it, titles that hold its letters in order.
     *
     * @param titles gives a command's title in the person's language
     */
    public List<Command> search(String typed, Function<Command, String> titles) {
        String wanted = typed.strip().toLowerCase(Locale.ROOT);
        record Hit(Command command, int rank) {}
        List<Hit> hits = new ArrayList<>();
        for (Command command : commands.values()) {
            int rank = rank(titles.apply(command).toLowerCase(Locale.ROOT), wanted);
            if (command.enabled().get() && rank >= 0) hits.add(new Hit(command, rank));
        }
        hits.sort(Comparator.comparingInt(Hit::rank));
        return hits.stream().map(Hit::command).toList();
    }

    private static int rank(String title, String wanted) {
        if (title.startsWith(wanted)) return 0;
        if (title.contains(" " + wanted)) return 1;
        if (title.contains(wanted)) return 2;
        int at = 0;
        for (int i = 0; i < title.length() && at < wanted.length(); i++)
            if (title.charAt(i) == wanted.charAt(at)) at++;
        return at == wanted.length() ? 3 : -1;
    }
}
