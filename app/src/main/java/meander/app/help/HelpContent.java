package meander.app.help;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import meander.app.base.Command;
import meander.app.base.Commands;
import meander.app.base.KeyBindings;
import meander.app.base.Message;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.ForeignModel;
import meander.models.family.ExportFormat;
import meander.models.family.Families;
import meander.models.family.Family;
import meander.training.recipe.Recipes;

/**
 * What there is, put together from the catalogues themselves, so that nothing can be missing and nothing is said twice.
 *
 * @param chapters in the order in which they are read
 */
public record HelpContent(List<Chapter> chapters) {
    /** Rows under a title. @param title key of its text */
    public record Chapter(String title, List<Row> rows) {}

    /**
     * A thing and what is to be known of it.
     *
     * @param name   of the thing
     * @param detail a paper, a sentence; may be empty
     * @param keys   as a person reads them; may be empty
     */
    public record Row(Message name, Message detail, String keys) {}

    private static final Message NOTHING = Message.said("");

    public HelpContent {
        chapters = List.copyOf(chapters);
    }

    /** @param commands of each workspace by its id; those that are the same everywhere are told once */
    public static HelpContent of(Map<String, Commands> commands, Families families, Recipes recipes) {
        List<Chapter> chapters = new ArrayList<>();
        Set<Command> everywhere = everywhere(commands);
        chapters.add(new Chapter("help.keys", keys(everywhere, Set.of())));
        commands.forEach((workspace, each) -> {
            List<Row> own = keys(each.all(), everywhere);
            if (!own.isEmpty()) chapters.add(new Chapter("help.keys." + workspace, own));
        });
        chapters.add(new Chapter("help.networks",
                families.all().stream().map(family -> new Row(Message.said(family.name()), paper(family), "")).toList()));
        chapters.add(new Chapter("help.opens",
                Stream.<Enum<?>>concat(Arrays.stream(ContainerFormat.values()), Arrays.stream(ForeignModel.Language.values()))
                        .map(file -> named("help.file." + file.name(), file.name())).toList()));
        chapters.add(new Chapter("help.writes", Arrays.stream(ExportFormat.values())
                .map(format -> new Row(Message.said(format.ending()), Message.of("chooser.export." + id(format)), "")).toList()));
        chapters.add(new Chapter("help.recipes", recipes.all().stream()
                .map(recipe -> new Row(Message.said(recipe.title()), Message.said(recipe.paper()), "")).toList()));
        return new HelpContent(chapters);
    }

    private static Message paper(Family family) {
        return family.paper().isEmpty() ? Message.of("help.noPaper") : Message.said(family.paper());
    }

    /** As the chooser of a target has it in its keys. */
    private static String id(ExportFormat format) {
        return format.name().toLowerCase(Locale.ROOT).replace("_", "");
    }

    private static Row named(String key, String otherwise) {
        return new Row(new Message(key, List.of(), otherwise), new Message(key + ".about", List.of(), otherwise), "");
    }

    /** Commands that every workspace has under the same name. */
    private static Set<Command> everywhere(Map<String, Commands> commands) {
        Set<Command> everywhere = new LinkedHashSet<>();
        Commands first = commands.values().iterator().next();
        for (Command command : first.all())
            if (commands.values().stream().allMatch(each -> each.find(command.id()).isPresent())) everywhere.add(command);
        return everywhere;
    }

    private static List<Row> keys(Iterable<Command> commands, Set<Command> told) {
        List<Row> rows = new ArrayList<>();
        for (Command command : commands)
            if (!command.shortcut().isEmpty() && told.stream().noneMatch(other -> other.id().equals(command.id())))
                rows.add(new Row(Message.of(command.titleKey()), NOTHING, KeyBindings.words(command.shortcut())));
        return rows;
    }
}
