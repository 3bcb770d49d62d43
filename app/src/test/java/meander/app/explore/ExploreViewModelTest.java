package meander.app.explore;

import static meander.models.render.Renderer.Quality.FULL;
import static meander.models.render.Renderer.Quality.PREVIEW;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import javafx.beans.property.SimpleDoubleProperty;

import meander.app.Queued;
import meander.app.base.Commands;
import meander.app.base.ErrorBanner;
import meander.app.base.FxThreads;
import meander.app.base.LatestOnlyExecutor;
import meander.app.base.Message;
import meander.app.model.LoadedModel;
import meander.app.picture.FileHashes;
import meander.app.picture.LastPictureCache;
import meander.app.picture.PictureRecipe;
import meander.app.picture.PngFrames;
import meander.app.picture.Sha256;
import meander.models.checkpoint.Rejected;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.SeedPlanePoint;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.latent.WOffsets;
import meander.models.latent.ZOffsets;
import meander.models.render.Frame;
import meander.models.request.Aspect;
import meander.models.request.Aspects;
import meander.models.request.Control;
import meander.models.request.RenderRequest;
import meander.models.text.Technical;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class ExploreViewModelTest {
    @TempDir
    Path folder;
    private Stage stage;

    @BeforeEach
    void build() {
        stage = new Stage(folder);
    }

    @AfterEach
    void tearDown() {
        if (stage.explore != null) stage.down();
    }

    private ExploreViewModel explore() {
        return stage.explore;
    }

    private RenderRequest request() {
        return explore().editor().request().get();
    }

    @Test
    void aHandThatMovesKeepsTheMachineForItselfForAMoment() {
        stage.opened();
        stage.timers.pass(1000);
        assertThat(explore().busy()).isFalse();
        explore().values().randomSeed();
        assertThat(explore().busy()).isTrue();
        stage.timers.pass(299);
        assertThat(explore().busy()).isTrue();
        stage.timers.pass(2);
        assertThat(explore().busy()).isFalse();
    }

    @Test
    void aNewerModelTakesThePlaceOfTheOneThatIsLookedAt() {
        stage.opened();
        explore().values().seed().set(17L);
        explore().values().psi().value().set(0.25);
        RenderRequest before = request();
        explore().replace(stage.file("b.pkl"));
        assertThat(explore().opened().get().file()).isEqualTo(folder.resolve("b.pkl"));
        assertThat(request()).isEqualTo(before);
        assertThat(explore().banner().needsModel().get()).isNull();
    }

    @Nested
    class Opening_a_file {
        private final Queued render = new Queued();

        private void keepingPictures() {
            stage.pictures = new PngImageStore(new FileHashes(),
                    Optional.of(new LastPictureCache(folder.resolve("cache"), 1 << 20, Runnable::run)));
            stage.render = render;
            stage.opened();
            render.all();
            explore().values().seed().set(17L);
            render.all();
        }

        @Test
        void againShowsWhatWasLeftAtOnceAndNothingCoarserBeforeTheFullPicture() {
            keepingPictures();
            Frame left = explore().frames().frame().get();
            explore().open(stage.file("b.pkl"));
            render.all();
            List<Frame> seen = new ArrayList<>();
            explore().frames().frame().addListener((_, _, frame) -> seen.add(frame));
            explore().open(folder.resolve("a.pkl"));
            assertThat(seen).singleElement().satisfies(frame -> {
                assertThat(frame.request()).isEqualTo(left.request());
                assertThat(frame.full()).as("it was rounded").isFalse();
                assertThat(frame.width()).isEqualTo(left.width());
                assertThat(Frame.level(frame.pixels().data()[0])).isEqualTo(Frame.level(left.pixels().data()[0]));
            });
            render.all();
            assertThat(stage.renderer().qualities()).contains(PREVIEW, FULL);
            assertThat(seen).hasSize(2);
            assertThat(seen.getLast().full()).isTrue();
            assertThat(explore().frames().frame().get().pixels()).isEqualTo(left.pixels());
        }

        @Test
        void againAfterARestartToo() {
            keepingPictures();
            Frame left = explore().frames().frame().get();
            render.flow();
            stage.down();
            stage.render = new Queued();
            stage.opened();
            assertThat(explore().frames().frame().get().request()).isEqualTo(left.request());
        }

        @Test
        void withAnotherAnswerShowsNoPictureOfTheOldOne() {
            keepingPictures();
            explore().answer("slope", "0.1");
            assertThat(explore().frames().frame().get().full()).as("still the old model's, until the new one is drawn").isTrue();
        }

        @Test
        void putsTheModelOnTheStageAndDrawsIt() {
            stage.opened();
            assertThat(explore().opened().get().file()).isEqualTo(folder.resolve("a.pkl"));
            assertThat(explore().opening().get()).isEqualTo(new LoadState.Ready(folder.resolve("a.pkl")));
            assertThat(explore().loaded().get()).isTrue();
            assertThat(explore().editor().controls()).hasSize(9);
            assertThat(Aspects.ALL).allMatch(group -> explore().editor().has(group).get());
            assertThat(request()).isEqualTo(explore().opened().get().model().initial());
            assertThat(explore().editor().undoable().get() || explore().editor().changed().get()).isFalse();
            assertThat(stage.renderer().qualities()).containsExactly(PREVIEW, FULL);
            assertThat(explore().frames().frame().get().full()).isTrue();
            assertThat(explore().frames().previewMillis().get()).isEqualTo(5);
            assertThat(explore().frames().fullMillis().get()).isEqualTo(20);
            assertThat(explore().frames().styles().get()).isEqualTo(Tensor.zeros(4, 8));
            assertThat(stage.tasks.rows()).isEmpty();
        }

        @Test
        void showsProgressOnTheWay() {
            List<LoadState> seen = new ArrayList<>();
            stage.up();
            explore().opening().addListener((_, _, now) -> seen.add(now));
            Path file = stage.file("a.pkl");
            explore().open(file);
            assertThat(seen).containsExactly(new LoadState.Working(file, 0), new LoadState.Working(file, 0.5),
                    new LoadState.Ready(file));
        }

        @Test
        void aRefusedFileShowsItsSentenceAndChangesNothing() {
            stage.opened();
            LoadedModel before = explore().opened().get();
            explore().values().psi().value().set(0.3);
            RenderRequest looked = request();
            Frame shown = explore().frames().frame().get();
            Path bad = stage.file("bad.pkl");
            explore().open(bad);
            Message why = Message.of(Rejected.because(Rejected.Reason.TRUNCATED, 17L));
            assertThat(explore().opening().get()).isEqualTo(new LoadState.Refused(bad, why));
            assertThat(explore().banner().fault().get()).isEqualTo(ErrorBanner.of(ErrorBanner.Kind.OPEN, why));
            assertThat(why.otherwise()).contains("ends at byte 17");
            assertThat(explore().opened().get()).isSameAs(before);
            assertThat(request()).isSameAs(looked);
            assertThat(explore().frames().frame().get()).isSameAs(shown);
            assertThat(explore().editor().undoable().get()).isTrue();
            assertThat(stage.renderer().closed).isFalse();
            explore().values().psi().value().set(0.4);
            assertThat(explore().frames().frame().get().request().truncation().psi()).isEqualTo(0.4);
            assertThat(explore().banner().fault().get()).as("a drawn picture is not the success of an opening").isNotNull();
            explore().open(stage.file("b.pkl"));
            assertThat(explore().banner().fault().get()).isNull();
        }

        @Test
        void aFileThatIsGoneIsRefused() {
            stage.opened();
            explore().open(folder.resolve("gone.pkl"));
            assertThat(explore().banner().fault().get().message().key()).isEqualTo("failure.missing");
            assertThat(explore().opened().get().file()).isEqualTo(folder.resolve("a.pkl"));
            explore().banner().dismissFault();
            assertThat(explore().banner().fault().get()).isNull();
        }

        @Test
        void anExceptionInTheOpenerIsRefusedToo() {
            stage.opened();
            stage.whileOpening = () -> {
                throw new IllegalStateException("a fault of ours");
            };
            explore().open(stage.file("b.pkl"));
            assertThat(explore().banner().fault().get().details()).contains("a fault of ours");
            assertThat(explore().opened().get().file()).isEqualTo(folder.resolve("a.pkl"));
        }

        @Test
        void canBeCalledOff() {
            Queued workers = new Queued();
            stage.workers = workers;
            stage.opened();
            workers.all();
            explore().open(stage.file("b.pkl"));
            assertThat(explore().opening().get()).isInstanceOf(LoadState.Working.class);
            explore().cancelOpening();
            workers.all();
            assertThat(explore().opening().get()).isEqualTo(new LoadState.Idle());
            assertThat(explore().opened().get().file()).isEqualTo(folder.resolve("a.pkl"));
            assertThat(explore().banner().fault().get()).isNull();
        }

        @Test
        void canBeCalledOffFromTheListOfTasks() {
            stage.opened();
            stage.whileOpening = () -> stage.tasks.cancelAll();
            explore().open(stage.file("b.pkl"));
            assertThat(explore().opening().get()).isEqualTo(new LoadState.Idle());
            assertThat(explore().opened().get().file()).isEqualTo(folder.resolve("a.pkl"));
            assertThat(explore().banner().fault().get()).isNull();
            assertThat(stage.tasks.rows()).isEmpty();
        }

        @Test
        void theLastFileWinsAndWhatCameTooLateIsPutAway() {
            Queued workers = new Queued();
            Queued fx = new Queued();
            stage.workers = workers;
            stage.fx = fx;
            stage.up();
            explore().open(stage.file("a.pkl"));
            workers.all(); // a is loaded, but the window has not heard of it
            explore().open(stage.file("b.pkl"));
            workers.all();
            fx.all();
            assertThat(explore().opened().get().file()).isEqualTo(folder.resolve("b.pkl"));
            assertThat(stage.renderers).extracting(renderer -> renderer.closed).containsExactly(true, false);
            assertThat(stage.renderers.getFirst().calls).isEmpty();
        }

        @Test
        void theOldEngineIsPutAwayOnTheRenderThread() throws Exception {
            stage.render = LatestOnlyExecutor.thread("render");
            stage.opened();
            explore().open(stage.file("b.pkl"));
            CountDownLatch rests = new CountDownLatch(1);
            explore().frames().chore(rests::countDown); // after everything that the thread was given before
            rests.await();
            assertThat(stage.renderers.getFirst().closed).isTrue();
            assertThat(stage.renderers.getFirst().closedBy.getName()).isEqualTo("render");
            assertThat(stage.renderers.getLast().closed).isFalse();
        }

        @Test
        void picturesOfTheOldModelThatComeLateAreNotShown() {
            Queued render = new Queued();
            Queued fx = new Queued();
            stage.render = render;
            stage.fx = fx;
            stage.opened();
            fx.all();
            render.all(); // a's picture is on its way to the window
            explore().open(stage.file("b.pkl"));
            while (fx.size() > 0 && explore().opened().get().file().endsWith("a.pkl"))
                fx.one();
            explore().frames().frame().addListener((_, _, frame) -> assertThat(explore().opened().get().file())
                    .as("model of " + frame).isEqualTo(folder.resolve("b.pkl")));
            fx.all();
            render.all();
            fx.all();
            assertThat(explore().frames().frame().get().full()).isTrue();
        }

        @Test
        void remembersTheFileWhatWasLookedAtAndAThumbnail() throws IOException {
            stage.opened();
            String hash = Sha256.of(folder.resolve("a.pkl"));
            explore().values().seed().set(5L);
            assertThat(stage.store.session().get().recents()).singleElement().satisfies(recent -> {
                assertThat(recent.name()).isEqualTo("a.pkl");
                assertThat(recent.line()).isEqualTo("Straw · 16 px · 1.2 M");
                assertThat(recent.hash()).isEqualTo(hash);
            });
            explore().open(stage.file("b.pkl"));
            assertThat(request().point().seed()).isZero();
            explore().open(folder.resolve("a.pkl"));
            assertThat(request().point().seed()).isEqualTo(5);
            stage.down();
            stage.up();
            assertThat(stage.store.thumbnails().get(hash)).isRegularFile();
            explore().open(folder.resolve("a.pkl"));
            assertThat(request().point().seed()).isEqualTo(5);
        }
    }

    @Nested
    class An_answer_to_a_guess {
        @Test
        void opensTheFileAnewKeepsWhatIsLookedAtAndIsRemembered() {
            stage.opened();
            explore().values().seed().set(5L);
            explore().answer("slope", "0.1");
            assertThat(explore().editor().controls()).contains(new Control.Guess("slope", List.of("0.1", "0.2"), "0.1"));
            assertThat(request().point().seed()).isEqualTo(5);
            assertThat(stage.renderers).hasSize(2).first().matches(renderer -> renderer.closed);
            stage.down();
            stage.opened();
            assertThat(stage.answers.getLast()).isEqualTo(Map.of("slope", "0.1"));
            assertThat(explore().opened().get().answers()).containsEntry("slope", "0.1");
        }

        @Test
        void thatDoesNotOpenIsNotRemembered() {
            stage.opened();
            stage.whileOpening = () -> {
                throw new IllegalArgumentException("no such slope");
            };
            explore().answer("slope", "7");
            assertThat(explore().banner().fault().get()).isNotNull();
            assertThat(explore().banner().needsModel().get()).isNull();
            assertThat(stage.store.session().get().answers()).isEmpty();
        }
    }

    /** A change of every kind there is. */
    record Change(String name, Aspect<?> group, Consumer<ExploreViewModel> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Change> changes() {
        return Stream.of(new Change("seed", Aspects.LATENT, explore -> explore.values().seed().set(9L)),
                new Change("random seed", Aspects.LATENT, explore -> explore.values().randomSeed()),
                new Change("next seed", Aspects.LATENT, explore -> explore.values().nextSeed()),
                new Change("previous seed", Aspects.LATENT, explore -> explore.values().previousSeed()),
                new Change("x", Aspects.LATENT, explore -> explore.values().x().value().set(0.5)),
                new Change("y", Aspects.LATENT, explore -> explore.values().y().value().set(-0.5)),
                new Change("plane", Aspects.LATENT, explore -> explore.values().move(0.1, 0.2)),
                new Change("psi", Aspects.TRUNCATION, explore -> explore.values().psi().value().set(0.1)),
                new Change("cutoff", Aspects.TRUNCATION, explore -> explore.values().cutoff().value().set(2)),
                new Change("noise mode", Aspects.NOISE, explore -> explore.values().noiseMode().set(Noise.Mode.RANDOM)),
                new Change("noise seed", Aspects.NOISE, explore -> explore.values().noiseSeed().set(3L)),
                new Change("noise strength", Aspects.NOISE, explore -> explore.values().noiseStrength().value().set(0.5)),
                new Change("layer's noise", Aspects.NOISE, explore -> explore.values().noiseStrength(2).value().set(0.5)),
                new Change("donor", Aspects.MIXING, explore -> explore.values().addDonor(7)),
                new Change("mix", Aspects.MIXING,
                        explore -> explore.values().mix().set(StyleMix.NONE.withDonor(7).withLayer(0, 1))),
                new Change("class", Aspects.CLASSES, explore -> explore.values().chooseClass(2)),
                new Change("class weight", Aspects.CLASSES, explore -> explore.values().classWeight(1).value().set(0.5)),
                new Change("classes", Aspects.CLASSES, explore -> explore.values().classes().set(ClassMix.of(1).with(2, 1))),
                new Change("z", Aspects.EDIT_Z, explore -> explore.values().z(3).value().set(1)),
                new Change("edits", Aspects.EDIT_Z, explore -> explore.values().zOffsets().set(ZOffsets.NONE.with(1, 1))),
                new Change("offsets of w", Aspects.EDIT_W, explore -> explore.values().wOffsets().set(WOffsets.NONE.with(1, 1))),
                new Change("w", Aspects.EDIT_W, explore -> explore.values().w(3).value().set(1)),
                new Change("w+", Aspects.EDIT_W, explore -> explore.values().w(2, 3).value().set(1)),
                new Change("slider", Aspects.SLIDERS, explore -> explore.values().slider(StrawModel.TURN).value().set(90)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void everyChangeIsDrawnUndoneRedoneAndReset(Change change) {
        stage.opened();
        RenderRequest before = request();
        change.change().accept(explore());
        RenderRequest after = request();
        assertThat(after).isNotEqualTo(before);
        assertThat(explore().frames().frame().get().request()).isEqualTo(after);
        assertThat(explore().editor().changed().get()).isTrue();
        for (Aspect<?> group : Aspects.ALL)
            assertThat(explore().editor().changed(group).get()).as(group.id()).isEqualTo(group == change.group());
        explore().editor().undo();
        assertThat(request()).isEqualTo(before);
        assertThat(explore().frames().frame().get().request()).isEqualTo(before);
        assertThat(explore().editor().undoable().get() || explore().editor().changed().get()).isFalse();
        explore().editor().redo();
        assertThat(request()).isEqualTo(after);
        explore().editor().reset(change.group());
        assertThat(request()).isEqualTo(before);
        explore().editor().undo();
        assertThat(request()).isEqualTo(after);
        explore().editor().resetAll();
        assertThat(request()).isEqualTo(before);
        assertThat(explore().editor().changed(change.group()).get()).isFalse();
    }

    static List<Aspect<?>> aspects() {
        return Aspects.ALL;
    }

    @ParameterizedTest
    @MethodSource("aspects")
    void resettingAGroupLeavesTheOthersAlone(Aspect<?> group) {
        stage.opened();
        RenderRequest initial = request();
        changes().forEach(change -> change.change().accept(explore()));
        RenderRequest turned = request();
        explore().editor().reset(group);
        for (Aspect<?> other : Aspects.ALL)
            assertThat(other.differs(request(), other == group ? initial : turned)).as(other.id()).isFalse();
    }

    @Nested
    class A_dial {
        @Test
        void followsTheRequestAndChangesItWhenBoundBothWays() {
            stage.opened();
            SimpleDoubleProperty slider = new SimpleDoubleProperty();
            slider.bindBidirectional(explore().values().psi().value());
            assertThat(slider.get()).isEqualTo(0.7);
            slider.set(0.2);
            assertThat(request().truncation().psi()).isEqualTo(0.2);
            assertThat(explore().values().psi().changed().get()).isTrue();
            explore().editor().undo();
            assertThat(slider.get()).isEqualTo(0.7);
            assertThat(explore().values().psi().changed().get()).isFalse();
            slider.set(Double.NaN);
            assertThat(request().truncation().psi()).isEqualTo(0.7);
            slider.set(1.5);
            explore().values().psi().reset();
            assertThat(slider.get()).isEqualTo(0.7);
        }

        @Test
        void ofWholeNumbersRoundsAndItsEndMeansAllLayers() {
            stage.opened();
            NumericControl cutoff = explore().values().cutoff();
            assertThat(List.of(cutoff.min(), cutoff.max(), cutoff.get(), cutoff.initial())).containsExactly(0.0, 4.0, 4.0, 4.0);
            cutoff.value().set(2.4);
            assertThat(request().truncation().cutoff()).isEqualTo(2);
            cutoff.value().set(4);
            assertThat(request().truncation().cutoff()).isEqualTo(Truncation.ALL_LAYERS);
            cutoff.value().set(-3);
            assertThat(request().truncation().cutoff()).isZero();
        }

        @Test
        void ofAMixingWeightGivesTheLayerBackWhenNoDonorIsLeftInIt() {
            stage.opened();
            explore().values().addDonor(7);
            explore().values().addDonor(8);
            NumericControl weight = explore().values().mixWeight(1, 2);
            assertThat(weight.get()).isZero();
            weight.value().set(0.5);
            assertThat(request().mix().weights()).containsEntry(1, List.of(1.0, 0.0, 0.5));
            assertThat(explore().values().mixWeight(1, 0).get()).isEqualTo(1);
            weight.value().set(0);
            assertThat(request().mix().weights()).isEmpty();
            explore().values().mixWeight(1, 0).value().set(0);
            assertThat(request().mix().weights()).isEmpty();
            explore().values().mixWeight(1, 9).value().set(1);
            assertThat(request().mix().weights()).isEmpty();
        }

        @Test
        void ofAFamilysSliderAtItsDefaultLeavesNoTrace() {
            stage.opened();
            NumericControl turn = explore().values().slider(StrawModel.TURN);
            assertThat(turn.bipolar()).isTrue();
            turn.value().set(90);
            turn.value().set(0);
            assertThat(explore().editor().changed().get()).isFalse();
        }

        @Test
        void typedNonsenseChangesNothing() {
            stage.opened();
            RenderRequest before = request();
            explore().values().seed().set(-1L);
            explore().values().seed().set(1L << 32);
            explore().values().seed().set(null);
            explore().values().noiseSeed().set(-5L);
            explore().values().noiseMode().set(Noise.Mode.GIVEN);
            assertThat(request()).isSameAs(before);
        }
    }

    @Nested
    class Seeds {
        @Test
        void goRound() {
            stage.opened();
            explore().values().previousSeed();
            assertThat(explore().values().seed().get()).isEqualTo((1L << 32) - 1);
            explore().values().nextSeed();
            assertThat(explore().values().seed().get()).isZero();
        }

        @Test
        void areRememberedLatestFirst() {
            stage.opened();
            explore().values().seed().set(4L);
            explore().values().seed().set(5L);
            explore().values().seed().set(4L);
            assertThat(explore().editor().seeds()).containsExactly(4L, 5L, 0L);
        }

        @Test
        void thatAreRandomAreAStepOfUndoEachWhileArrowKeysInARowAreOne() {
            stage.opened();
            explore().values().randomSeed();
            long first = explore().values().seed().get();
            explore().values().randomSeed();
            explore().editor().undo();
            assertThat(explore().values().seed().get()).isEqualTo(first);
            for (int press = 0; press < 5; press++) {
                stage.timers.pass(100);
                explore().values().nextSeed();
            }
            explore().editor().undo();
            assertThat(explore().values().seed().get()).isEqualTo(first);
        }

        @Test
        void takeGivenStylesAway() {
            stage.opened();
            explore().editor().change(request -> request.withStyles(Optional.of(Tensor.zeros(4, 8))));
            assertThat(explore().editor().changed(Aspects.LATENT).get()).isTrue();
            explore().values().nextSeed();
            assertThat(request().styles()).isEmpty();
        }
    }

    @Nested
    class The_mixing_matrix {
        @Test
        void isPaintedLayerByLayer() {
            stage.opened();
            explore().values().addDonor(7);
            explore().values().takeFrom(1, 1, 2);
            assertThat(request().mix().weights()).containsOnlyKeys(1, 2);
            explore().values().takeFrom(0, 2, 3);
            assertThat(request().mix().weights()).containsOnlyKeys(1);
            explore().values().changeDonor(1, 12);
            assertThat(request().mix().donors()).containsExactly(12L);
            explore().values().removeDonor(1);
            assertThat(request().mix()).isEqualTo(StyleMix.NONE);
        }

        @Test
        void keepsAHandThatMovesAgainWaitingForOneSmallPictureAtMost() {
            stage.opened();
            stage.renderer().asked = request -> {
                if (request.point().seed() == 7) { // its small picture is being drawn
                    stage.renderer().asked = _ -> {};
                    explore().editor().begin();
                    explore().values().psi().value().set(0.1);
                }
            };
            explore().values().mix().set(StyleMix.NONE.withDonor(7).withDonor(8).withDonor(9));
            assertThat(explore().donorPictures()).containsOnlyKeys(7L);
            assertThat(stage.renderer().lastRequest()).isSameAs(request());
            explore().editor().end();
            assertThat(explore().donorPictures()).containsOnlyKeys(0L, 7L, 8L, 9L);
        }

        @Test
        void hasSmallPicturesOfItsSourcesWhichAreDrawnOnce() {
            stage.opened();
            explore().values().addDonor(7);
            assertThat(explore().donorPictures()).containsOnlyKeys(0L, 7L);
            assertThat(explore().donorPictures().get(7L).request().mix()).isEqualTo(StyleMix.NONE);
            int drawn = stage.renderer().calls.size();
            explore().values().takeFrom(1, 0, 1);
            assertThat(stage.renderer().calls).hasSize(drawn + 2);
            explore().values().psi().value().set(0.1);
            assertThat(explore().donorPictures().get(7L).request().truncation().psi()).isEqualTo(0.1);
        }
    }

    @Nested
    class A_drag {
        @Test
        void isOneStepOfUndo() {
            stage.opened();
            NumericControl psi = explore().values().psi();
            psi.begin();
            for (int step = 1; step <= 20; step++) {
                psi.value().set(step / 20.0);
                stage.timers.pass(step == 10 ? 2000 : 16);
            }
            psi.end();
            psi.value().set(0.33);
            explore().editor().undo();
            assertThat(psi.get()).isEqualTo(1);
            explore().editor().undo();
            assertThat(psi.get()).isEqualTo(0.7);
            assertThat(explore().editor().undoable().get()).isFalse();
        }

        @Test
        void showsPreviewsOnlyUntilItRests() {
            stage.opened();
            stage.renderer().calls.clear();
            explore().editor().begin();
            for (int step = 1; step <= 5; step++) {
                explore().values().psi().value().set(step / 10.0);
                stage.timers.pass(100);
            }
            assertThat(stage.renderer().qualities()).containsOnly(PREVIEW).hasSize(5);
            assertThat(explore().frames().frame().get().full()).isFalse();
            stage.timers.pass(20); // 120 ms since the last movement
            assertThat(stage.renderer().qualities()).endsWith(PREVIEW, FULL).hasSize(6);
            assertThat(explore().frames().frame().get().full()).isTrue();
            explore().values().psi().value().set(0.9);
            assertThat(stage.renderer().qualities()).endsWith(FULL, PREVIEW).hasSize(7);
            explore().editor().end();
            assertThat(stage.renderer().qualities()).endsWith(PREVIEW, FULL).hasSize(8);
            stage.timers.pass(1000);
            assertThat(stage.renderer().calls).hasSize(8);
        }

        @Test
        void drawsNothingTwiceWhereFullPicturesFitIntoTheFrameTime() {
            stage.fits = true;
            stage.opened();
            stage.renderer().calls.clear();
            explore().editor().begin();
            explore().values().psi().value().set(0.5);
            stage.timers.pass(500);
            explore().editor().end();
            assertThat(stage.renderer().qualities()).containsExactly(PREVIEW);
            assertThat(explore().frames().fullMillis().get()).isEqualTo(20);
        }

        @Test
        void countsPicturesASecond() {
            stage.opened();
            assertThat(explore().frames().framesPerSecond().get()).isNaN();
            explore().editor().begin();
            for (int step = 0; step < 120; step++) {
                explore().values().x().value().set(step / 100.0 + 0.01);
                stage.timers.pass(20);
            }
            explore().editor().end();
            assertThat(explore().frames().framesPerSecond().get()).isEqualTo(50);
        }

        @Test
        void neverWaitsForASlowPictureAndEndsOnTheNewest() throws Exception {
            CountDownLatch drawing = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            stage.render = LatestOnlyExecutor.thread("render");
            stage.opened();
            CountDownLatch first = new CountDownLatch(1);
            explore().fullFrame(_ -> first.countDown());
            first.await();
            stage.renderer().meanwhile = () -> {
                drawing.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            };
            explore().values().psi().value().set(0.1);
            drawing.await();
            int before = stage.renderer().calls.size();
            for (int step = 0; step < 1000; step++) // the render thread stands still, this one does not
                explore().values().seed().set(step + 1L);
            go.countDown();
            CountDownLatch last = new CountDownLatch(1);
            explore().fullFrame(_ -> last.countDown());
            last.await();
            stage.down();
            assertThat(stage.renderer().lastRequest().point().seed()).isEqualTo(1000);
            assertThat(stage.renderer().calls.size() - before).isLessThan(6);
            stage.up();
        }
    }

    @Nested
    class A_picture_that_cannot_be_drawn {
        @Test
        void isSaidAndTheNextSuccessTakesItAway() {
            stage.opened();
            Frame before = explore().frames().frame().get();
            stage.renderer().failing = "The numbers ran out.";
            explore().values().psi().value().set(0.1);
            assertThat(explore().banner().fault().get().kind()).isEqualTo(ErrorBanner.Kind.RENDER);
            assertThat(explore().banner().fault().get().message())
                    .isEqualTo(Message.of(Technical.SENTENCE.with("The numbers ran out.")));
            assertThat(explore().frames().frame().get()).isSameAs(before);
            stage.renderer().failing = null;
            explore().values().psi().value().set(0.2);
            assertThat(explore().banner().fault().get()).isNull();
            assertThat(explore().frames().frame().get().request().truncation().psi()).isEqualTo(0.2);
        }

        @Test
        void byAFaultOfOursDoesNotEndAnything() {
            stage.opened();
            stage.renderer().throwing = new IllegalStateException("bug");
            explore().values().psi().value().set(0.1);
            assertThat(explore().banner().fault().get().details()).contains("bug");
            stage.renderer().throwing = null;
            explore().values().psi().value().set(0.2);
            assertThat(explore().banner().fault().get()).isNull();
        }

        @Test
        void doesNotLeaveThePictureOfAnotherModelBehind() {
            stage.opened();
            stage.failing = "no";
            explore().open(stage.file("b.pkl"));
            assertThat(explore().opened().get().file()).isEqualTo(folder.resolve("b.pkl"));
            assertThat(explore().frames().frame().get()).isNull();
            assertThat(explore().banner().fault().get().kind()).isEqualTo(ErrorBanner.Kind.RENDER);
        }
    }

    @Nested
    class A_saved_picture {
        @Test
        void bringsEverythingBack() throws IOException {
            stage.opened();
            changes().forEach(change -> change.change().accept(explore()));
            RenderRequest wanted = request();
            Path png = folder.resolve("picture.png");
            explore().save(png);
            assertThat(stage.tasks.notice().get()).isEqualTo(Message.of("picture.saved", "picture.png"));
            assertThat(stage.store.session().get().folder()).contains(folder);
            explore().editor().resetAll();
            explore().open(png);
            assertThat(request()).isEqualTo(wanted);
            explore().editor().undo();
            assertThat(explore().editor().changed().get()).as("restoring is a step of undo").isFalse();

            explore().open(stage.file("b.pkl"));
            explore().open(png);
            assertThat(explore().opened().get().file()).as("found among the recent files").isEqualTo(folder.resolve("a.pkl"));
            assertThat(request()).isEqualTo(wanted);
        }

        @Test
        void canBeLargerThanItWasDrawnAndBringsEverythingBackToo() throws IOException {
            stage.opened();
            explore().values().seed().set(7L);
            Path png = folder.resolve("picture.png");
            explore().save(png);
            Path large = folder.resolve("large.png");
            explore().save(large, 4);
            assertThat(ImageIO.read(large.toFile()).getWidth()).isEqualTo(4 * ImageIO.read(png.toFile()).getWidth());
            assertThat(PngFrames.recipe(large).found().orElseThrow().enlarged()).isEqualTo(4);
            explore().editor().resetAll();
            explore().open(large);
            assertThat(request().point().seed()).isEqualTo(7);
        }

        @Test
        void asksForItsModelWhereThatIsNotAtHand() throws IOException {
            stage.opened();
            explore().values().seed().set(7L);
            Path png = folder.resolve("picture.png");
            explore().save(png);
            stage.down();
            Files.move(folder.resolve("a.pkl"), folder.resolve("moved.pkl"));
            stage = new Stage(folder.resolve("elsewhere"));
            Files.createDirectory(stage.folder);
            stage.up();
            explore().open(stage.file("c.pkl"));
            explore().open(png);
            assertThat(explore().banner().needsModel().get().model()).isEqualTo("a.pkl");
            assertThat(explore().banner().needsModel().get().request().point().seed()).isEqualTo(7);
            assertThat(explore().opened().get().file()).isEqualTo(stage.folder.resolve("c.pkl"));
            explore().open(stage.file("other.pkl"));
            assertThat(explore().banner().needsModel().get()).as("that was another model").isNotNull();
            explore().open(folder.resolve("moved.pkl"));
            assertThat(explore().banner().needsModel().get()).isNull();
            assertThat(request().point().seed()).isEqualTo(7);
        }

        @Test
        void whoseRecentFileHasChangedAsksForItsModel() throws IOException {
            stage.opened();
            Path png = folder.resolve("picture.png");
            explore().save(png);
            LoadedModel b = open("b.pkl");
            Files.writeString(folder.resolve("a.pkl"), "trained on");
            explore().open(png);
            assertThat(explore().banner().needsModel().get().model()).isEqualTo("a.pkl");
            assertThat(explore().opened().get()).isSameAs(b);
            explore().banner().forgetPlace();
            assertThat(explore().banner().needsModel().get()).isNull();
            Files.delete(folder.resolve("a.pkl"));
            explore().open(png);
            assertThat(explore().banner().needsModel().get()).isNotNull();
        }

        @Test
        void ofOthersIsRefused() throws IOException {
            stage.opened();
            Path png = folder.resolve("photo.png");
            ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
            explore().open(png);
            assertThat(explore().banner().fault().get().message()).isEqualTo(Message.of("picture.without-recipe", "photo.png"));
        }

        @Test
        void holdsTheFullPictureEvenWhileAPreviewIsShown() {
            stage.opened();
            explore().editor().begin();
            explore().values().seed().set(9L);
            assertThat(explore().frames().frame().get().full()).isFalse();
            Path png = folder.resolve("picture.png");
            explore().save(png);
            assertThat(new PngImageStore().recipe(png)).isInstanceOfSatisfying(PictureRecipe.Reading.Found.class, found -> {
                assertThat(found.recipe().full()).isTrue();
                assertThat(found.recipe().request().point()).isEqualTo(SeedPlanePoint.of(9));
            });
        }

        @Test
        void thatCannotBeWrittenIsSaid() {
            stage.opened();
            explore().save(folder.resolve("nowhere/picture.png"));
            assertThat(explore().banner().fault().get().kind()).isEqualTo(ErrorBanner.Kind.SAVE);
            assertThat(stage.tasks.rows()).isEmpty();
            explore().save(folder.resolve("picture.png"));
            assertThat(explore().banner().fault().get()).isNull();
        }

        private LoadedModel open(String name) {
            explore().open(stage.file(name));
            return explore().opened().get();
        }
    }

    @Test
    void exportingIsATaskWhoseFailureIsSaid() {
        stage.opened();
        explore().export(folder.resolve("a.onnx"));
        assertThat(folder.resolve("a.onnx")).hasContent("onnx");
        assertThat(stage.tasks.notice().get()).isEqualTo(Message.of("model.exported", "a.onnx"));
        stage.exporter = (_, _, _, _) -> {
            throw new IOException("disk full");
        };
        explore().export(folder.resolve("b.onnx"));
        assertThat(explore().banner().fault().get()).satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(ErrorBanner.Kind.EXPORT);
            assertThat(fault.message()).isEqualTo(Message.of("failure.other", "disk full"));
        });
    }

    @Test
    void snapshotsOutliveTheModelAndLeadBack() {
        stage.opened();
        explore().values().seed().set(3L);
        explore().snapshot();
        explore().values().seed().set(4L);
        explore().snapshot();
        explore().open(stage.file("b.pkl"));
        assertThat(explore().snapshots().all()).hasSize(2);
        explore().goTo(explore().snapshots().all().getFirst().place());
        assertThat(explore().opened().get().file()).isEqualTo(folder.resolve("a.pkl"));
        assertThat(explore().values().seed().get()).isEqualTo(3);
        explore().snapshots().remove(explore().snapshots().all().getFirst());
        assertThat(explore().snapshots().all()).singleElement()
                .satisfies(kept -> assertThat(kept.place().request().point().seed()).isEqualTo(4));
    }

    @Test
    void anotherDeviceDrawsTheSame() {
        stage.opened();
        explore().values().seed().set(3L);
        StrawRenderer old = stage.renderer();
        explore().use(model -> {
            StrawRenderer renderer = new StrawRenderer(model);
            stage.renderers.add(renderer);
            return renderer;
        }, Message.of("device.gpu"));
        assertThat(old.closed).isTrue();
        assertThat(explore().device().get()).isEqualTo(Message.of("device.gpu"));
        assertThat(stage.renderer().lastRequest().point().seed()).isEqualTo(3);
        assertThat(explore().editor().undoable().get()).isTrue();
    }

    @Test
    void aRequestOfAnotherModelIsMadeToFit() {
        stage.controls = List.of(new Control.Seed(4), new Control.EditZ(4), new Control.Classes(2, List.of()));
        stage.opened();
        RenderRequest other = RenderRequest.DEFAULT.withSeed(3).withTruncation(Truncation.NONE.withPsi(0.1))
                .withZOffsets(ZOffsets.NONE.with(2, 1).with(7, 1)).withWOffsets(WOffsets.NONE.with(1, 1))
                .withClasses(ClassMix.of(1).with(5, 1)).withSlider("turn", 3).withMix(StyleMix.NONE.withDonor(3))
                .withStyles(Optional.of(Tensor.zeros(1, 4)));
        LoadedModel now = explore().opened().get();
        explore().goTo(new ViewBookmark("a.pkl", now.hash(), other));
        assertThat(request())
                .isEqualTo(now.model().initial().withSeed(3).withZOffsets(ZOffsets.NONE.with(2, 1)).withClasses(ClassMix.of(1)));
        assertThat(explore().editor().has(Aspects.MIXING).get()).isFalse();
    }

    @Test
    void closingPutsTheEngineAwayAndStopsAll() {
        stage.opened();
        StrawRenderer renderer = stage.renderer();
        explore().editor().begin();
        explore().values().psi().value().set(0.1);
        stage.down();
        assertThat(renderer.closed).isTrue();
        int drawn = renderer.calls.size();
        stage.timers.pass(1000);
        explore().values().psi().value().set(0.2);
        assertThat(renderer.calls).hasSize(drawn);
        stage.up();
        assertThat(stage.store.session().get().requests().values()).singleElement()
                .satisfies(request -> assertThat(request.truncation().psi()).isEqualTo(0.1));
    }

    @Test
    void closingWaitsForTheRenderThread() throws Exception {
        stage.render = LatestOnlyExecutor.thread("render");
        CountDownLatch drawing = new CountDownLatch(1);
        stage.fx = FxThreads.inline();
        stage.opened();
        stage.renderer().meanwhile = drawing::countDown;
        explore().values().psi().value().set(0.1);
        drawing.await();
        StrawRenderer renderer = stage.renderer();
        explore().close();
        assertThat(renderer.closed).isTrue();
        assertThat(renderer.closedBy.getName()).isEqualTo("render");
    }

    @Test
    void nothingCanBeDoneBeforeThereIsAModel() {
        stage.up();
        explore().values().randomSeed();
        explore().editor().undo();
        explore().editor().begin();
        explore().editor().end();
        explore().snapshot();
        explore().save(folder.resolve("x.png"));
        explore().export(folder.resolve("x.onnx"));
        explore().answer("slope", "1");
        explore().editor().resetAll();
        assertThat(explore().frames().frame().get()).isNull();
        assertThat(folder.resolve("x.png")).doesNotExist();
        assertThat(explore().snapshots().all()).isEmpty();
    }

    @Test
    void commandsAreEnabledWhenTheyCanBeDone() {
        stage.up();
        Commands commands = new Commands();
        List<String> hands = new ArrayList<>();
        ExploreCommands.register(commands, explore(), new ExploreActions() {
            @Override
            public void chooseFile() {
                explore().open(stage.file("a.pkl"));
            }

            @Override
            public void choosePictureTarget(int factor) {
                hands.add("picture");
            }

            @Override
            public void chooseExportTarget() {
                hands.add("export");
            }

            @Override
            public void copy(Frame frame) {
                hands.add("copied " + frame.full());
            }

            @Override
            public void zoomToFit() {
                hands.add("fit");
            }

            @Override
            public void zoomTo(int scale) {
                hands.add("zoom " + scale);
            }

            @Override
            public void show(Aspect<?> group) {
                hands.add("show " + group);
            }
        });
        assertThat(commands.all()).filteredOn(command -> command.enabled().get()).extracting(command -> command.id())
                .containsExactly("file.open");
        commands.get("file.open").run();
        assertThat(commands.get("edit.undo").run()).isFalse();
        commands.get("seed.next").run();
        assertThat(commands.get("edit.undo").run()).isTrue();
        assertThat(commands.get("edit.redo").run()).isTrue();
        assertThat(explore().values().seed().get()).isEqualTo(1);
        for (String id : List.of("picture.copy", "show.noise", "zoom.two"))
            assertThat(commands.get(id).run()).isTrue();
        assertThat(hands).containsExactly("copied true", "show noise", "zoom 2");
    }
}
