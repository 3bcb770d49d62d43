package meander.app.base;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import meander.models.process.ProcessEnvironment;

/** Whether a window can be shown here. */
public final class Display {
    /** Where Linux shows a card: its own drivers, NVIDIA's in a container, and Windows' below it. */
    private static final List<String> CARDS = List.of("/dev/dri", "/dev/nvidiactl", "/dev/dxg");

    private Display() {}

    /** The key of why no window can be shown; empty if one can. Asked before JavaFX starts, since it starts once only. */
    public static Optional<String> missing() {
        return missing(System.getProperty("os.name"), System.getenv(), "libgtk-3.so.0");
    }

    static Optional<String> missing(String system, Map<String, String> environment, String gtk) {
        if (!system.toLowerCase(Locale.ROOT).contains("linux")) return Optional.empty();
        if (!isSet(environment, "DISPLAY") && !isSet(environment, "WAYLAND_DISPLAY")) return Optional.of("gui.reason.display");
        return isThere(gtk) ? Optional.empty() : Optional.of("gui.reason.gtk");
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }

    // Looking a library up runs its start code: GTK is what JavaFX would load next anyway.
    @SuppressWarnings("restricted")
    private static boolean isThere(String library) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(library, arena);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether JavaFX can be expected to draw with a graphics card. */
    public static boolean hasGraphicsCard() {
        return !System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                || CARDS.stream().anyMatch(card -> Files.exists(Path.of(card)));
    }

    /**
     * Before JavaFX starts: the processor draws, and nobody asks OpenGL whether it can do better. On a machine without a card that loads a
     * compiler of shaders, 60 MB that stay for as long as the window, only to be refused. Rounded backgrounds are then drawn anew each time,
     * not stretched from a picture of one, which halves what a drag costs when the processor draws, and which only a graphics card is quick at.
     */
    public static void withoutGraphicsCard() {
        if (System.getProperty("prism.order") == null) System.setProperty("prism.order", "sw");
        System.setProperty("prism.disableRegionCaching", "true");
        System.setProperty("prism.targetvram", "32M"); // of Java's heap: beyond, what is no longer shown is not kept for another time
        ProcessEnvironment.preset("GDK_GL", "disable"); // GTK asks, too, and draws nothing of the window
    }
}
