package meander.app.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import javafx.geometry.Rectangle2D;

import meander.models.request.RenderRequest;

/**
 * What the window remembers from one time to the next.
 *
 * @param window   where the window was; empty the first time
 * @param columns  widths of the columns by name, in pixels; 0 is folded
 * @param theme    {@code dark}, {@code light} or {@code system}
 * @param language an IETF language tag such as {@code zh-CN}; empty for the machine's own
 * @param recents  files that were opened, latest first, at most {@value #RECENTS}
 * @param answers  what a person has said about a file's guesses: the file's hash, then the guess, then the answer
 * @param requests what was last looked at, by the model file's hash; those of models long unused are forgotten
 * @param folder   where files were last chosen
 * @param runs     folders of trainings that were opened from elsewhere, latest first, at most {@value #RECENTS}
 * @param panes    what pictures were last translated with, side by side, at most {@value #PANES}
 */
public record WindowState(Optional<Bounds> window, SortedMap<String, Double> columns, String theme, String language,
        List<Recent> recents, SortedMap<String, SortedMap<String, String>> answers, SortedMap<String, RenderRequest> requests,
        Optional<Path> folder, List<Path> runs, List<Pane> panes) {
    /** How many recent files are kept. */
    public static final int RECENTS = 20;
    /** How many panes are kept. */
    public static final int PANES = 8;

    public static final WindowState DEFAULT = new WindowState(Optional.empty(), Collections.emptySortedMap(), "dark", "",
            List.of(), Collections.emptySortedMap(), Collections.emptySortedMap(), Optional.empty(), List.of(), List.of());

    /** Where a window is, in pixels of the desktop. */
    public record Bounds(double x, double y, double width, double height, boolean maximized) {
        public static final double LEAST_WIDTH = 640;
        public static final double LEAST_HEIGHT = 480;

        /** As large as it was, but no larger than what there is of a screen, and with all of it in sight. */
        public Bounds within(Rectangle2D screen) {
            double wide = Math.min(Math.max(width, LEAST_WIDTH), screen.getWidth());
            double high = Math.min(Math.max(height, LEAST_HEIGHT), screen.getHeight());
            return new Bounds(Math.clamp(x, screen.getMinX(), screen.getMaxX() - wide),
                    Math.clamp(y, screen.getMinY(), screen.getMaxY() - high), wide, high, maximized);
        }

        public Bounds {
            if (!Double.isFinite(x) || !Double.isFinite(y) || !(width > 0) || !(height > 0) || width > 1e5 || height > 1e5)
                throw new IllegalArgumentException("no place for a window: " + x + ", " + y + ", " + width + ", " + height);
        }
    }

    /** A file that was opened. @param line what it is, for example {@code StyleGAN2 · 256 px · 24.8 M}, @param hash of its content */
    public record Recent(Path file, String name, String line, String hash) {}

    /**
     * A pane of translations.
     *
     * @param file      the network’s
     * @param mode      {@code statistics} in small letters, with {@code +dropout} where some features are forgotten
     * @param direction which way a pair is gone through
     */
    public record Pane(Path file, String mode, String direction, long dropoutSeed) {}

    public WindowState {
        columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
        recents = List.copyOf(recents.subList(0, Math.min(recents.size(), RECENTS)));
        TreeMap<String, SortedMap<String, String>> copied = new TreeMap<>();
        answers.forEach((hash, given) -> copied.put(hash, Collections.unmodifiableSortedMap(new TreeMap<>(given))));
        answers = Collections.unmodifiableSortedMap(copied);
        requests = Collections.unmodifiableSortedMap(new TreeMap<>(requests));
        runs = List.copyOf(runs.subList(0, Math.min(runs.size(), RECENTS)));
        panes = List.copyOf(panes.subList(0, Math.min(panes.size(), PANES)));
    }

    public WindowState withWindow(Bounds changed) {
        return new WindowState(Optional.of(changed), columns, theme, language, recents, answers, requests, folder, runs, panes);
    }

    public WindowState withColumn(String name, double width) {
        TreeMap<String, Double> changed = new TreeMap<>(columns);
        changed.put(name, width);
        return new WindowState(window, changed, theme, language, recents, answers, requests, folder, runs, panes);
    }

    public WindowState withTheme(String changed) {
        return new WindowState(window, columns, changed, language, recents, answers, requests, folder, runs, panes);
    }

    public WindowState withLanguage(String changed) {
        return new WindowState(window, columns, theme, changed, recents, answers, requests, folder, runs, panes);
    }

    public WindowState withFolder(Path changed) {
        return new WindowState(window, columns, theme, language, recents, answers, requests, Optional.of(changed), runs, panes);
    }

    /** With the folder of a training at the top of those that were opened from elsewhere. */
    public WindowState withRun(Path run) {
        List<Path> changed = new ArrayList<>(withoutRun(run).runs);
        changed.addFirst(run);
        return new WindowState(window, columns, theme, language, recents, answers, requests, folder, changed, panes);
    }

    public WindowState withoutRun(Path run) {
        return new WindowState(window, columns, theme, language, recents, answers, requests, folder,
                runs.stream().filter(other -> !other.equals(run)).toList(), panes);
    }

    /** With a file at the top of the recent ones. */
    public WindowState withRecent(Recent recent) {
        List<Recent> changed = new ArrayList<>(withoutRecent(recent.file()).recents);
        changed.addFirst(recent);
        return new WindowState(window, columns, theme, language, changed, answers, requests, folder, runs, panes);
    }

    public WindowState withoutRecent(Path file) {
        return new WindowState(window, columns, theme, language,
                recents.stream().filter(recent -> !recent.file().equals(file)).toList(), answers, requests, folder, runs, panes);
    }

    /** What a person has said about a file's guesses. */
    public Map<String, String> answersTo(String hash) {
        return answers.getOrDefault(hash, Collections.emptySortedMap());
    }

    public WindowState withAnswers(String hash, Map<String, String> given) {
        TreeMap<String, SortedMap<String, String>> changed = new TreeMap<>(answers);
        changed.put(hash, new TreeMap<>(given));
        return new WindowState(window, columns, theme, language, recents, changed, requests, folder, runs, panes);
    }

    /** With what was last looked at in a model. Models that are not among the recent ones are forgotten. */
    public WindowState withRequest(String hash, RenderRequest request) {
        TreeMap<String, RenderRequest> changed = new TreeMap<>(requests);
        changed.keySet().retainAll(recents.stream().map(Recent::hash).toList());
        changed.put(hash, request);
        return new WindowState(window, columns, theme, language, recents, answers, changed, folder, runs, panes);
    }

    /** With what pictures are translated with now. */
    public WindowState withPanes(List<Pane> changed) {
        return new WindowState(window, columns, theme, language, recents, answers, requests, folder, runs, changed);
    }
}
