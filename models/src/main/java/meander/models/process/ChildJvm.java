package meander.models.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line of another Java virtual machine that runs a class of this one's class path. */
public final class ChildJvm {
    /**
     * Where engines find their natives, as an installed Meander has them unpacked where no class path leads; and that DJL neither looks for
     * others nor tells anybody that it was started.
     */
    private static final List<String> PASSED_ON = List.of("onnxruntime.native.path", "PYTORCH_LIBRARY_PATH", "DJL_OFFLINE",
            "OPT_OUT_TRACKING");

    private ChildJvm() {}

    /**
     * The words to start it with.
     *
     * @param options          of the virtual machine
     * @param properties       system properties, which win over those that this one passes on
     * @param mainAndArguments the class whose main method is run, and what it is given
     */
    public static List<String> command(List<String> options, Map<String, String> properties, List<String> mainAndArguments) {
        List<String> command = new ArrayList<>(List.of(java().toString(), "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        Map<String, String> set = properties();
        set.putAll(properties);
        set.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(mainAndArguments);
        return command;
    }

    /** System properties of this virtual machine that another one needs as well. */
    public static Map<String, String> properties() {
        Map<String, String> set = new HashMap<>();
        for (String name : PASSED_ON)
            if (System.getProperty(name) != null) set.put(name, System.getProperty(name));
        return set;
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", File.separatorChar == '\\' ? "java.exe" : "java");
    }
}
