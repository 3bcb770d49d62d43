package meander.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;

import meander.app.base.AppFolders;
import meander.app.base.FxThreads;
import meander.app.base.GuiOptions;
import meander.app.base.Theme;
import meander.app.crash.FiledReport;
import meander.app.explore.ExploreViewModel;
import meander.app.gpu.GpuStart;
import meander.app.gpu.GpuStore;
import meander.app.shell.AppContext;
import meander.app.shell.AppEngines;
import meander.app.shell.BundledModels;
import meander.app.shell.DesktopApp;
import meander.app.shell.Workspaces;
import meander.app.train.MadeUpRun;
import meander.app.train.TrainDemo;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.request.Aspects;

/**
 * Saves pictures of the window while it is being designed. Arguments: file or -, target, width, height, theme, language, and what to
 * do first.
 */
public final class GuiDemo {
    private GuiDemo() {}

    public static void main(String[] arguments) {
        Path target = Path.of(arguments[1]);
        String deed = arguments.length > 6 ? arguments[6] : "";
        GuiOptions options = new GuiOptions(arguments[0].equals("-") ? Optional.empty() : Optional.of(Path.of(arguments[0])),
                Optional.of(target), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]),
                Optional.of(Theme.of(arguments[4])), Optional.of(Locale.forLanguageTag(arguments[5])),
                Optional.of(deed.replaceFirst("[-,].*", "")).filter(Workspaces.ids()::contains), false);
        Consumer<AppContext> turn = switch (deed) {
            case "turn" -> works -> turn(works.explore());
            case "blend" -> works -> blend(works.explore());
            case "plain" -> _ -> {};
            case String chosen when chosen.startsWith("translate") -> TranslateDemo.of(deed);
            case "help-end", "settings-end" -> works -> ((ScrollPane) works.window().scene().lookup(".form")).setVvalue(1);
            case "unwritable" -> _ -> {};
            case "crash" -> works -> works.notices().say(crash());
            case String step when step.startsWith("tour") -> works -> works.tour().steps().stream()
                    .filter(each -> step.equals("tour-" + each.id())).forEach(works.tour()::begin);
            case String chosen when chosen.startsWith("library") -> works -> LibraryDemo.play(works, deed);
            case "bad" -> works -> works.explore().open(Path.of("pom.xml"));
            default -> deed.startsWith("train") ? works -> train(works, deed) : null;
        };
        if (deed.equals("unwritable"))
            System.exit(DesktopApp.draw(options, target, Optional.of(turn), System.err::println,
                    folder -> new AppContext(options, AppFolders.of(Files.createFile(folder.resolve("file")).resolve("meander")),
                            GpuStart.none(GpuStore.usual()))));
        if (!deed.startsWith("train"))
            System.exit(DesktopApp.draw(options, target, Optional.ofNullable(turn), GpuStart.none(GpuStore.usual()),
                    System.err::println));
        System.exit(DesktopApp.draw(options, target, Optional.of(turn), System.err::println, folder -> {
            if (!deed.equals("train-empty")) TrainDemo.runs(folder.resolve("runs"), !deed.equals("train-crash"));
            if (deed.equals("train-long")) TrainDemo.longRun(folder.resolve("runs"));
            byte[] model = Files.readAllBytes(BundledModels.unpack(folder.resolve("bundled")).first());
            AppFolders folders = AppFolders.of(folder);
            return new AppContext(options, folders, GpuStart.none(GpuStore.usual()),
                    settings -> AppEngines.installed(folders, settings).withTraining(TrainDemo.engine(model), MadeUpRun.look(),
                            _ -> Optional.of(Duration.ofMinutes(411))));
        }));
    }

    private static FiledReport crash() {
        return new FiledReport(FiledReport.Kind.OURS,
                Optional.of(Path.of("/home/me/.config/meander/crashes/report-2026-11-26T03-14-15.txt")), "what it says");
    }

    private static void train(AppContext works, String deed) {
        TrainDemo.play(works.train(), deed);
        if (deed.equals("train-side")) side(works);
    }

    /** As soon as there is something to press. */
    private static void side(AppContext works) {
        FxThreads.javafx().later(() -> {
            if (works.window().scene().lookup("#train-compare-side") instanceof ToggleButton side) side.fire();
            else
                side(works);
        });
    }

    /** Several classes, random noise, an edit of one layer. */
    private static void blend(ExploreViewModel explore) {
        explore.values().seed().set(7L);
        if (explore.editor().has(Aspects.CLASSES).get()) explore.values().classes().set(ClassMix.of(3).with(4, 0.5));
        if (explore.editor().has(Aspects.NOISE).get()) {
            explore.values().noiseMode().set(Noise.Mode.RANDOM);
            explore.values().noiseSeed().set(12L);
        }
        if (explore.editor().has(Aspects.EDIT_W).get()) explore.values().w(2).value().set(1.5);
    }

    /** A window in the middle of work. */
    private static void turn(ExploreViewModel explore) {
        explore.snapshot();
        explore.values().seed().set(85L);
        explore.values().move(0.4, 0.2);
        if (explore.editor().has(Aspects.MIXING).get()) {
            explore.values().addDonor(7);
            explore.values().addDonor(12);
            explore.values().takeFrom(1, 2, 4);
            explore.values().takeFrom(2, 5, 7);
            explore.values().mix().set(
                    explore.values().mix().get().withWeights(2, List.of(0.6, 0.4, 0.0)).withWeights(5, List.of(0.0, 0.5, 0.5)));
        }
        if (explore.editor().has(Aspects.TRUNCATION).get()) explore.values().psi().value().set(0.85);
        explore.values().z(3).value().set(1.2);
        explore.values().z(4).value().set(-0.6);
        explore.values().z(8).value().set(2.4);
    }
}
