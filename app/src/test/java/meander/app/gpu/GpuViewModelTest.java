package meander.app.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.app.base.FxThreads;
import meander.app.base.GpuPackageException;
import meander.app.base.Message;
import meander.app.base.Tasks;
import meander.app.base.Texts;
import meander.app.base.Timers;
import meander.app.gpu.GpuViewModel.Deed;
import meander.models.render.Devices;
import meander.ui.Messages;

class GpuViewModelTest {
    @TempDir
    Path folder;
    private final FxThreads fx = FxThreads.inline();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final byte[] archive = Served.zip(FakePackages.FILES);
    private FakePackages made;
    private Tasks tasks;
    private GpuViewModel model;
    private DownloadClient fetching = (_, part, watch) -> {
        watch.goOn();
        Files.write(part, archive);
    };

    @BeforeEach
    void make() {
        made = new FakePackages(folder.resolve("gpu"), new GpuPackage.Source(URI.create("https://example.org/engine-1.jar"),
                archive.length, Served.sha256(archive), "native/here/"));
        model = model(GpuStart.none(made.store));
    }

    private GpuViewModel model(GpuStart start) {
        tasks = new Tasks(fx, Timers.system(fx), work::add);
        GpuViewModel fresh = new GpuViewModel(new GpuViewModel.Parts(start,
                made.installer((source, part, watch) -> fetching.fetch(source, part, watch)), tasks, fx, Runnable::run));
        fresh.look();
        return fresh;
    }

    private GpuViewModel.Offer offer() {
        return model.offer(GpuPurpose.DRAWING).get();
    }

    private void act(Deed deed, Path... given) {
        model.act(GpuPurpose.DRAWING, deed, List.of(given));
    }

    private void doAll() {
        while (!work.isEmpty())
            work.poll().run();
    }

    private List<String> keys() {
        return offer().says().stream().map(Message::key).toList();
    }

    @Test
    void nothingIsFetchedUntilSomebodyAsksForItAndItCountsFromTheNextStartOn() {
        assertThat(work).isEmpty();
        assertThat(model.offer(GpuPurpose.TRAINING).get()).as("none is made").isNull();
        assertThat(keys()).containsExactly("gpu.absent.DRAWING");
        act(Deed.FETCH);
        assertThat(offer().deeds()).containsExactly(Deed.CANCEL);
        assertThat(keys()).containsExactly("gpu.working");
        act(Deed.FETCH);
        assertThat(tasks.rows()).as("once is enough").hasSize(1);
        doAll();
        assertThat(keys()).containsExactly("gpu.on.next");
        assertThat(offer().deeds()).containsExactly(Deed.OFF);
        assertThat(tasks.notice().get()).isEqualTo(Message.of("gpu.done"));
        assertThat(tasks.rows()).isEmpty();
    }

    @Test
    void aTrialThatFailsLeavesItOffAndSaysWhy() {
        made.outcome = new Devices.Tried(false, "no driver.");
        act(Deed.FETCH);
        doAll();
        assertThat(made.store.state(made.what)).isEqualTo(new GpuStore.State.Ready(false));
        assertThat(offer().says()).containsExactly(Message.of("gpu.off", new GpuViewModel.Bytes(300_010)),
                Message.of("gpu.failed.why.DRAWING", "no driver"));
        assertThat(offer().deeds()).isEqualTo(EnumSet.of(Deed.ATTEMPT, Deed.REMOVE));
        made.outcome = new Devices.Tried(true, "");
        act(Deed.ATTEMPT);
        doAll();
        assertThat(keys()).containsExactly("gpu.on.next");
    }

    @Test
    void whatGoesWrongStandsInTheRowUntilTheNextTry() {
        DownloadClient good = fetching;
        fetching = (_, _, _) -> {
            throw new GpuPackageException("gpu.trouble.lost", "example.org");
        };
        act(Deed.FETCH);
        doAll();
        assertThat(keys()).containsExactly("gpu.absent.DRAWING", "gpu.trouble.lost");
        fetching = good;
        act(Deed.FETCH);
        assertThat(keys()).containsExactly("gpu.working");
    }

    @Test
    void whoCallsItOffIsBackWhereItBegan() {
        act(Deed.FETCH);
        act(Deed.CANCEL);
        doAll();
        assertThat(keys()).containsExactly("gpu.absent.DRAWING");
        assertThat(tasks.rows()).isEmpty();
    }

    @Test
    void filesFromElsewhereDoAsWellAndNoFileIsNoWish() throws IOException {
        fetching = (_, _, _) -> {
            throw new AssertionError("nothing is asked of the network");
        };
        act(Deed.CHOOSE);
        assertThat(tasks.rows()).isEmpty();
        act(Deed.CHOOSE, Files.write(folder.resolve("a.jar"), archive));
        doAll();
        assertThat(keys()).containsExactly("gpu.on.next");
    }

    @Test
    void itCanBeSwitchedOffAndRemovedButNotUnderOnesFeet() {
        act(Deed.FETCH);
        doAll();
        GpuStart next = GpuStart.begin(made.store, made::packages, _ -> false, (_, _) -> {});
        model = model(next);
        assertThat(keys()).containsExactly("gpu.on");
        act(Deed.OFF);
        assertThat(keys()).containsExactly("gpu.off.next");
        assertThat(offer().deeds()).containsExactly(Deed.ATTEMPT);
        act(Deed.REMOVE);
        assertThat(made.store.folder(made.what)).exists();
        next.settled();
        model = model(GpuStart.begin(made.store, made::packages, _ -> false, (_, _) -> {}));
        assertThat(keys()).containsExactly("gpu.off");
        act(Deed.REMOVE);
        assertThat(keys()).containsExactly("gpu.absent.DRAWING");
    }

    @Test
    void whatFailsWhileItIsInUseIsOffTheNextTime() {
        act(Deed.FETCH);
        doAll();
        assertThat(model.failedNow(GpuPurpose.DRAWING)).as("it is not in use yet").isFalse();
        GpuStart next = GpuStart.begin(made.store, made::packages, _ -> false, (_, _) -> {});
        model = model(next);
        assertThat(model.failedNow(GpuPurpose.DRAWING)).isTrue();
        assertThat(keys()).containsExactly("gpu.off.next");
        next.settled();
    }

    @Test
    void everythingHasWords() {
        Texts texts = new Texts(new Messages(Locale.ENGLISH));
        for (GpuPurpose purpose : GpuPurpose.values()) {
            GpuPackage what = GpuPackages.of(purpose, "Linux", "amd64").orElseThrow();
            for (GpuStore.State state : List.of(new GpuStore.State.Absent(), new GpuStore.State.Partly(5_000_000),
                    new GpuStore.State.Ready(true), new GpuStore.State.Ready(false), new GpuStore.State.Broken()))
                for (boolean used : new boolean[]{false, true})
                    assertThat(new GpuViewModel.Offer(what, state, used, true, Optional.empty(), Optional.empty()).says())
                            .allSatisfy(said -> assertThat(texts.say(said)).endsWith(".").doesNotContain("{"));
            assertThat(texts.say(GpuViewModel.failed(purpose, new Devices.Tried(false, "No driver.")))).endsWith("No driver.");
            assertThat(texts.say(GpuViewModel.failed(purpose, new Devices.Tried(false, "")))).endsWith("as before.");
        }
        assertThat(new GpuViewModel.Bytes(2_457_619_283L)).hasToString("2.5 GB");
        assertThat(new GpuViewModel.Bytes(642_295_340)).hasToString("642 MB");
    }
}
