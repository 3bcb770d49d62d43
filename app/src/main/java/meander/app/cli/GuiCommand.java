package meander.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

import meander.app.base.GuiOptions;
import meander.app.base.Theme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code meander gui}: the window, or a picture of it. */
@Command(name = "gui", description = "Open the window, or draw it without a display.", footer = {"", "Example:",
        "  meander gui --screenshot window.png --size 1280x800 --theme light faces.pkl"})
final class GuiCommand implements Callable<Integer> {
    private static final String WORKSPACE = "--workspace";

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "a model, a picture that Meander has written, or the folder of a training; otherwise the bundled model")
    private Path file;

    @Option(names = "--screenshot", paramLabel = "FILE.png", description = "draw the window without a display and save it there")
    private Path screenshot;

    @Option(names = "--size", paramLabel = "WxH", converter = WindowSize.Converter.class, description = "of the window's inside, in pixels (default: 1400x900)")
    private WindowSize size;

    @Option(names = "--theme", paramLabel = "dark|light|system", description = "in place of the one chosen in the window")
    private Theme theme;

    @Option(names = "--language", paramLabel = "TAG", description = "in place of the one chosen in the window: en, zh-CN")
    private String language;

    @Option(names = WORKSPACE, paramLabel = "NAME", description = "to begin with: ${COMPLETION-CANDIDATES}; otherwise the one that the file belongs to")
    private String workspace;

    @Option(names = "--tour", description = "begin with the tour of the first start")
    private boolean tour;

    @Mixin
    private OutputFolder outputs;
    @Mixin
    private HelpOption help;

    private final CommandContext context;

    GuiCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<String> workspaces = context.window().workspaces();
        if (workspace != null && !workspaces.contains(workspace.toLowerCase(Locale.ROOT)))
            throw CommandFailure
                    .call("There is no workspace “" + workspace + "”; --workspace takes " + String.join(", ", workspaces) + ".");
        if (screenshot != null) outputs.prepare(screenshot);
        WindowSize inside = size == null ? new WindowSize(GuiOptions.DEFAULT.width(), GuiOptions.DEFAULT.height()) : size;
        return open(new GuiOptions(Optional.ofNullable(file), Optional.ofNullable(screenshot), inside.width(), inside.height(),
                Optional.ofNullable(theme), Optional.ofNullable(language).map(Locale::forLanguageTag),
                Optional.ofNullable(workspace).map(id -> id.toLowerCase(Locale.ROOT)), tour), context);
    }

    /** Says in the help which workspaces there are. */
    static CommandSpec withWorkspaces(CommandSpec spec, CommandContext context) {
        OptionSpec plain = spec.findOption(WORKSPACE);
        spec.remove(plain);
        return spec.addOption(OptionSpec.builder(plain).completionCandidates(context.window().workspaces()).build());
    }

    /** Opens the window on a file that is there. */
    static int open(GuiOptions options, CommandContext context) {
        options.file().ifPresent(file -> {
            if (!Files.exists(file))
                throw CommandFailure.call(file + " is neither a file nor a verb; “meander --help” lists the verbs.");
            ModelFile.refuseSpecial(file);
        });
        return context.window().open(options, context::note);
    }
}
