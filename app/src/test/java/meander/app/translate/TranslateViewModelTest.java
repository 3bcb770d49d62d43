package meander.app.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

import java.awt.image.BufferedImage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.app.Queued;
import meander.app.base.ErrorBanner;
import meander.app.base.Task;
import meander.app.picture.PictureRecipe;
import meander.app.picture.PngFrames;
import meander.app.picture.Raster;
import meander.app.picture.Sha256;
import meander.app.picture.TranslationRecipe;
import meander.models.family.Translator.Mode;
import meander.models.render.Renderer.Quality;

class TranslateViewModelTest {
    private static final int WHITE = 0xFFFFFFFF;
    private static final int BLACK = 0xFF000000;

    @TempDir
    Path folder;
    private Desk desk;

    @BeforeEach
    void set() {
        desk = new Desk(folder);
    }

    @AfterEach
    void clear() {
        desk.down();
    }

    private TranslateViewModel translate() {
        return desk.translate;
    }

    private void stroke(double... points) {
        translate().drawing().press(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2)
            translate().drawing().drag(points[i], points[i + 1]);
        translate().drawing().release();
    }

    private Path picture(String name, int side) throws Exception {
        Path file = folder.resolve(name);
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xFF0000);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private ErrorBanner fault() {
        return translate().banner().content().get() instanceof TranslateBanner.Content.Trouble(ErrorBanner fault) ? fault : null;
    }

    @Test
    void aLineChangesWhatEveryPaneShows() {
        desk.opened();
        translate().input().newSheet(128);
        assertThat(desk.answer(0).picture().at(64, 64)).isEqualTo(BLACK);
        stroke(20, 64, 108, 64);
        for (int pane = 0; pane < 2; pane++) {
            assertThat(desk.answer(pane).input()).isSameAs(translate().input().picture().get());
            assertThat(desk.answer(pane).picture().at(64, 64)).isEqualTo(WHITE);
            assertThat(desk.answer(pane).picture().at(64, 20)).isEqualTo(BLACK);
        }
        assertThat(translate().settled()).isTrue();
    }

    @Test
    void aStrokeIsOneStepOfUndo() {
        desk.opened();
        Raster before = translate().input().picture().get();
        stroke(10, 10, 20, 20, 30, 10, 40, 20);
        Raster after = translate().input().picture().get();
        translate().undo();
        assertThat(translate().input().picture().get()).isSameAs(before);
        assertThat(desk.answer(1).input()).isSameAs(before);
        translate().redo();
        assertThat(translate().input().picture().get()).isSameAs(after);
    }

    @Test
    void previewsAreEnoughWhileAHandMovesAndTheWholeComesWhenItRests() {
        desk.fits = false;
        desk.up().translate.open(desk.file("first.pth"));
        StrawEngine engine = desk.engine(0);
        engine.calls.clear();
        translate().drawing().press(10, 10);
        translate().drawing().drag(20, 20);
        assertThat(engine.qualities()).isNotEmpty().containsOnly(Quality.PREVIEW);
        assertThat(desk.answer(0).full()).isFalse();
        desk.timers.pass(130);
        assertThat(desk.answer(0).full()).isTrue();
        translate().drawing().drag(30, 30);
        assertThat(desk.answer(0).full()).isFalse();
        translate().drawing().release();
        assertThat(desk.answer(0).full()).isTrue();
        assertThat(desk.answer(0).input()).isSameAs(translate().input().picture().get());
    }

    @Test
    void ofManyPicturesOnlyTheNewestIsTranslated() {
        desk.up().translate.open(desk.file("first.pth"));
        Queued slow = new Queued();
        desk.pane = slow;
        translate().open(desk.file("second.pth"));
        slow.all();
        StrawEngine engine = desk.engine(1);
        engine.calls.clear();
        translate().drawing().press(10, 10);
        for (int x = 11; x < 60; x++)
            translate().drawing().drag(x, 10);
        translate().drawing().release();
        slow.all();
        assertThat(engine.calls).hasSize(1);
        assertThat(desk.answer(1).input()).isSameAs(translate().input().picture().get());
    }

    @Test
    void modesAndSeedsReachTheNetworkAndCanBeUndone() {
        desk.opened();
        StrawEngine engine = desk.engine(1);
        assertThat(desk.pane(1).state().get().mode()).isEqualTo(Mode.AS_TRAINED);
        translate().dropoutSeed(desk.pane(1), 5);
        assertThat(engine.calls.getLast().request().dropoutSeed()).isEqualTo(5);
        translate().mode(desk.pane(1), Mode.EVALUATION);
        assertThat(engine.calls.getLast().request().mode()).isEqualTo(Mode.EVALUATION);
        translate().undo();
        assertThat(desk.pane(1).state().get().mode()).isEqualTo(Mode.AS_TRAINED);
        assertThat(engine.calls.getLast().request().mode()).isEqualTo(Mode.AS_TRAINED);
    }

    @Test
    void theOtherHalfOfAPairIsFoundAndWhatReturnsIsMeasured() {
        desk.file("latest_net_G_B.pth");
        desk.up().translate.open(desk.file("latest_net_G_A.pth"));
        translate().input().newSheet(128);
        PaneViewModel pane = desk.pane(0);
        assertThat(pane.state().get().opened().paired()).isTrue();
        // White, −1 times 1, −0.5 times −1: a quarter of the way from white to black.
        assertThat(desk.answer(0).picture().at(0, 0)).isEqualTo(BLACK);
        assertThat(desk.answer(0).cycle().orElseThrow().picture().at(0, 0)).isEqualTo(0xFFBFBFBF);
        assertThat(desk.answer(0).cycle().orElseThrow().error()).isCloseTo(64 / 255.0, within(1e-9));
        assertThat(desk.answer(0).identity().orElseThrow().error()).isCloseTo(191 / 255.0, within(1e-9));
        translate().direction(pane, Direction.BACKWARD);
        assertThat(desk.answer(0).picture().at(0, 0)).isEqualTo(0xFF404040);
        translate().direction(pane, Direction.CYCLE);
        assertThat(desk.answer(0).picture().at(0, 0)).isEqualTo(0xFFBFBFBF);
        assertThat(desk.answer(0).cycle().orElseThrow().error()).isCloseTo(64 / 255.0, within(1e-9));
        translate().undo();
        assertThat(pane.state().get().direction()).isEqualTo(Direction.BACKWARD);
    }

    @Test
    void theHalfThatLeadsBackBeginsOnTheWayBack() {
        desk.file("latest_net_G_A.pth");
        desk.up().translate.open(desk.file("latest_net_G_B.pth"));
        assertThat(desk.pane(0).state().get().direction()).isEqualTo(Direction.BACKWARD);
        assertThat(desk.pane(0).state().get().way().getFirst().file()).hasFileName("latest_net_G_B.pth");
    }

    @Test
    void aPaneThatIsClosedPutsItsEngineAwayAndComesBackByUndo() {
        desk.opened();
        StrawEngine engine = desk.engine(1);
        translate().remove(desk.pane(1));
        assertThat(translate().panes()).hasSize(1);
        assertThat(engine.closed).isTrue();
        assertThat(translate().active().get()).isSameAs(desk.pane(0));
        translate().undo();
        assertThat(translate().panes()).hasSize(2);
        assertThat(desk.answer(1).input()).isSameAs(translate().input().picture().get());
    }

    @Test
    void anotherModelTakesAPanesPlaceAndAnotherAnswerOpensItAnew() {
        desk.opened();
        StrawEngine old = desk.engine(0);
        translate().open(desk.pane(0), desk.file("third.pth"));
        assertThat(translate().panes()).hasSize(2);
        assertThat(desk.pane(0).state().get().opened().file()).hasFileName("third.pth");
        assertThat(old.closed).isTrue();
        translate().answer(desk.pane(0), "outputActivation", "sigmoid");
        OpenNetworks opened = desk.pane(0).state().get().opened();
        assertThat(opened.answers()).containsEntry("outputActivation", "sigmoid");
        assertThat(desk.store.session().get().answersTo(opened.there().hash())).containsEntry("outputActivation", "sigmoid");
    }

    @Test
    void aFileThatDoesNotOpenIsSaidAndOneThatDrawsFromLatentsIsHandedOn() {
        desk.opened();
        translate().open(desk.file("bad.pth"));
        assertThat(fault().message().key()).isEqualTo("rejected.TRUNCATED");
        assertThat(translate().panes()).hasSize(2);
        translate().open(desk.file("latent.pkl"));
        assertThat(translate().draws().get()).hasFileName("latent.pkl");
        translate().open(desk.file("third.pth"));
        assertThat(fault()).isNull();
        translate().open(desk.file("fourth.pth"));
        translate().open(desk.file("fifth.pth"));
        assertThat(translate().panes()).hasSize(TranslateViewModel.MOST_PANES);
        assertThat(fault().message().key()).isEqualTo("translate.panes.most");
    }

    @Test
    void aNetworkThatFailsSaysSoUntilOneSucceeds() {
        desk.opened();
        desk.engine(0).failing = "No.";
        translate().input().newSheet(64);
        assertThat(fault().kind()).isEqualTo(ErrorBanner.Kind.RENDER);
        assertThat(fault().message().otherwise()).isEqualTo("No.");
        desk.engine(0).failing = null;
        translate().input().newSheet(32);
        assertThat(fault()).isNull();
    }

    @Test
    void whatWasOpenComesBackNextTime() {
        desk.file("latest_net_G_B.pth");
        desk.opened().translate.open(desk.file("latest_net_G_A.pth"));
        translate().mode(desk.pane(1), Mode.OWN_STATISTICS);
        translate().dropoutSeed(desk.pane(1), 9);
        translate().direction(desk.pane(2), Direction.CYCLE);
        List<PaneState> before = translate().panes().stream().map(pane -> pane.state().get()).toList();
        desk.down();
        desk.up();
        translate().begin(List.of());
        List<PaneState> after = translate().panes().stream().map(pane -> pane.state().get()).toList();
        assertThat(after).extracting(PaneState::mode, PaneState::direction, PaneState::dropoutSeed)
                .isEqualTo(before.stream()
                        .map(state -> org.assertj.core.groups.Tuple.tuple(state.mode(), state.direction(), state.dropoutSeed()))
                        .toList());
        assertThat(after).extracting(state -> state.opened().file())
                .isEqualTo(before.stream().map(state -> state.opened().file()).toList());
    }

    @Test
    void aSavedTranslationSaysWhatMadeIt() throws Exception {
        desk.opened();
        Path input = picture("input.png", 32);
        translate().open(input);
        Path target = folder.resolve("out.png");
        translate().exports().save(target);
        TranslationRecipe recipe = ((PictureRecipe.Reading.Translated) PngFrames.recipe(target)).recipe();
        assertThat(recipe.model()).isEqualTo("own.pth");
        assertThat(recipe.sha256()).isEqualTo(Sha256.of(folder.resolve("own.pth")));
        assertThat(recipe.input()).isEqualTo("input.png");
        assertThat(recipe.inputSha256()).isEqualTo(Sha256.of(input));
        assertThat(recipe.mode()).isEqualTo(Mode.AS_TRAINED);
        BufferedImage saved = ImageIO.read(target.toFile());
        assertThat(saved.getRGB(0, 0)).isEqualTo(0xFF00FFFF); // the red corner, turned
        translate().exports().save(target, 2);
        assertThat(ImageIO.read(target.toFile()).getWidth()).isEqualTo(2 * saved.getWidth());
        assertThat(((PictureRecipe.Reading.Translated) PngFrames.recipe(target)).recipe()).isEqualTo(recipe.enlarged(2));
        stroke(3, 3, 9, 9);
        translate().exports().save(target);
        assertThat(((PictureRecipe.Reading.Translated) PngFrames.recipe(target)).recipe().inputSha256()).isEmpty();
    }

    @Test
    void aFolderGoesOnPastABrokenPictureAndLeavesAloneWhatIsThere() throws Exception {
        desk.opened();
        Path from = Files.createDirectory(folder.resolve("from"));
        Path to = Files.createDirectory(folder.resolve("to"));
        for (String name : List.of("a.png", "c.png"))
            Files.move(picture(name, 16), from.resolve(name));
        Files.writeString(from.resolve("b.png"), "no picture");
        Files.writeString(from.resolve("notes.txt"), "left alone");
        Files.writeString(to.resolve("c.png"), "mine");
        translate().exports().translateFolder(from, to);
        assertThat(to.resolve("a.png")).exists();
        assertThat(PngFrames.recipe(to.resolve("a.png"))).isInstanceOf(PictureRecipe.Reading.Translated.class);
        assertThat(to.resolve("c.png")).hasContent("mine");
        assertThat(((TranslateBanner.Content.Broken) translate().banner().content().get()).pictures())
                .extracting(SkippedFiles::name).containsExactly("b.png");
        Files.delete(from.resolve("b.png"));
        translate().exports().translateFolder(from, to);
        TranslateBanner.Content.LeftAlone left = (TranslateBanner.Content.LeftAlone) translate().banner().content().get();
        assertThat(left.count()).isEqualTo(2);
        assertThat(to.resolve("c.png")).hasContent("mine");
        left.overwrite().run();
        assertThat(PngFrames.isPng(to.resolve("c.png"))).isTrue();
        assertThat(translate().banner().content().get()).isNull();
    }

    @Test
    void aFolderThatIsCalledOffKeepsWhatIsDone() throws Exception {
        desk.opened();
        Path from = Files.createDirectory(folder.resolve("from"));
        Path to = folder.resolve("to");
        for (String name : List.of("a.png", "b.png", "c.png"))
            Files.move(picture(name, 16), from.resolve(name));
        desk.meanwhile = () -> {
            if (Files.exists(to.resolve("a.png"))) desk.tasks.cancelAll();
        };
        translate().exports().translateFolder(from, to);
        assertThat(to.resolve("a.png")).exists();
        assertThat(to.resolve("b.png")).doesNotExist();
        assertThat(desk.tasks.rows()).isEmpty();
    }

    @Test
    void aLargePictureIsARowOfTheTaskListThatCanBeCalledOff() {
        desk.fits = false;
        desk.up().translate.open(desk.file("first.pth"));
        int[] rows = new int[1];
        desk.meanwhile = () -> {
            rows[0] = desk.tasks.rows().size();
            assertThat(desk.tasks.rows().getFirst().progress().get()).isEqualTo(0.5);
            desk.tasks.rows().forEach(Task::cancel);
        };
        Raster large = Raster.filled(1000, 800, WHITE);
        translate().input().take(large, "large.png");
        assertThat(rows[0]).isEqualTo(1);
        assertThat(desk.tasks.rows()).isEmpty();
        assertThat(desk.pane(0).cancelled().get()).isTrue();
        assertThat(desk.answer(0).full()).isFalse();
        assertThat(translate().settled()).isTrue();
        desk.meanwhile = () -> {};
        translate().tile().set(256);
        assertThat(desk.answer(0).full()).isTrue();
        assertThat(desk.engine(0).calls.getLast().request().tile()).isEqualTo(256);
    }

    @Test
    void aLargePictureIsNotDrawnOnButBecomesASheet() {
        desk.opened();
        translate().input().take(Raster.filled(1000, 500, BLACK), "large.png");
        assertThat(translate().drawing().press(10, 10)).isFalse();
        translate().input().sheetOfPicture(256);
        Raster sheet = translate().input().picture().get();
        assertThat(sheet.width()).isEqualTo(256);
        assertThat(sheet.at(128, 10)).isEqualTo(WHITE);
        assertThat(sheet.at(128, 128)).isEqualTo(BLACK);
        assertThat(translate().drawing().press(10, 10)).isTrue();
    }

    @Test
    void twoPicturesAreCompared() {
        desk.opened();
        translate().input().newSheet(64);
        CompareViewModel.Two two = translate().compare().shown().get().two().orElseThrow();
        assertThat(two.error()).isEqualTo(1);
        assertThat(two.map().at(3, 3)).isEqualTo(WHITE);
        assertThat(translate().compare().shown().get().small()).hasSize(3);
        CompareViewModel.Key second = translate().compare().shown().get().small().get(2).key();
        translate().compare().choose(second);
        assertThat(translate().compare().shown().get().two().orElseThrow().over()).isEqualTo(second);
        translate().compare().under().set(translate().compare().shown().get().small().get(1).key());
        assertThat(translate().compare().shown().get().two().orElseThrow().error()).isZero();
    }
}
