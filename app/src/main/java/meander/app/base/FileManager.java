package meander.app.base;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The desktop's own window onto a folder. */
public final class FileManager {
    private FileManager() {}

    /** Opens a folder. @return false where the desktop has nothing to open it with */
    public static boolean open(Path folder) {
        try {
            new ProcessBuilder(command(System.getProperty("os.name"), folder)).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Opens a folder, or says in the status bar that nothing can. */
    public static void open(Path folder, Tasks tasks) {
        if (!open(folder)) tasks.say(Message.of("folder.unopened", folder.toString()));
    }

    static List<String> command(String system, Path folder) {
        String name = system.toLowerCase(Locale.ROOT);
        String program = name.startsWith("windows") ? "explorer.exe" : name.startsWith("mac") ? "open" : "xdg-open";
        return List.of(program, folder.toString());
    }
}
