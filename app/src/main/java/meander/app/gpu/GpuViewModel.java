package meander.app.gpu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import meander.app.base.ErrorMessages;
import meander.app.base.FxThreads;
import meander.app.base.Message;
import meander.app.base.Task;
import meander.app.base.Tasks;
import meander.models.render.Devices;

/** What is offered for graphics cards, and what a person does with it. Nothing is fetched unasked. On the window's thread. */
public final class GpuViewModel {
    private static final Message NOTHING = Message.of("gpu.done");

    /** What it works with. @param disk runs what looks at files */
    public record Parts(GpuStart start, GpuInstaller installer, Tasks tasks, FxThreads fx, Executor disk) {}

    /** What can be done with a package. */
    public enum Deed {
        FETCH, CHOOSE, ATTEMPT, OFF, REMOVE, CANCEL
    }

    /**
     * A package and how things stand with it.
     *
     * @param used    whether this process works with it
     * @param crashed whether it was left off because the program ended at its last beginning with it
     * @param task    work on it that goes on
     * @param trouble what went wrong last
     */
    public record Offer(GpuPackage what, GpuStore.State state, boolean used, boolean crashed, Optional<Task> task,
            Optional<Message> trouble) {
        /** How things stand, in a sentence, and what went wrong, in a second one if anything did. */
        public List<Message> says() {
            List<Message> says = new ArrayList<>(List.of(stands()));
            if (task.isEmpty()) trouble.ifPresent(says::add);
            if (task.isEmpty() && trouble.isEmpty() && crashed) says.add(Message.of("gpu.crashed"));
            return says;
        }

        private Message stands() {
            if (task.isPresent()) return Message.of("gpu.working");
            return switch (state) {
                case GpuStore.State.Absent _ -> absent();
                case GpuStore.State.Partly(long bytes) ->
                    Message.of("gpu.partly", new Bytes(bytes), new Bytes(what.bytes()), what.host());
                case GpuStore.State.Ready(boolean on) -> ready(on);
                case GpuStore.State.Broken _ -> Message.of("gpu.broken");
            };
        }

        /** What it is, and what it asks for. */
        private Message absent() {
            return Message.of("gpu.absent." + what.purpose(), new Bytes(what.bytes()), what.host(), what.licence(),
                    new Bytes(what.unpacked()));
        }

        private Message ready(boolean on) {
            String key = on ? used ? "gpu.on" : "gpu.on.next" : used ? "gpu.off.next" : "gpu.off";
            return Message.of(key, new Bytes(what.unpacked()));
        }

        public Set<Deed> deeds() {
            if (task.isPresent()) return EnumSet.of(Deed.CANCEL);
            return switch (state) {
                case GpuStore.State.Absent _ -> EnumSet.of(Deed.FETCH, Deed.CHOOSE);
                case GpuStore.State.Partly _ -> EnumSet.of(Deed.FETCH, Deed.CHOOSE, Deed.REMOVE);
                case GpuStore.State.Ready(boolean on) when on -> EnumSet.of(Deed.OFF);
                // Its engine may still ask for files of a package that this process works with.
                case GpuStore.State.Ready _ -> used ? EnumSet.of(Deed.ATTEMPT) : EnumSet.of(Deed.ATTEMPT, Deed.REMOVE);
                case GpuStore.State.Broken _ -> EnumSet.of(Deed.REMOVE);
            };
        }
    }

    /** A size, before it has a language. */
    public record Bytes(long count) {
        /** In gigabytes or megabytes, as disks are sold. */
        @Override
        public String toString() {
            return count < 1e9 ? Math.round(count / 1e6) + " MB" : Math.round(count / 1e8) / 10.0 + " GB";
        }
    }

    private final Parts parts;
    private final Map<GpuPurpose, ReadOnlyObjectWrapper<Offer>> offers = new EnumMap<>(GpuPurpose.class);

    public GpuViewModel(Parts parts) {
        this.parts = parts;
        for (GpuPurpose purpose : GpuPurpose.values())
            offers.put(purpose, new ReadOnlyObjectWrapper<>());
    }

    /** What is offered; null where no package is made for this machine, and until it was looked at. */
    public ReadOnlyObjectProperty<Offer> offer(GpuPurpose purpose) {
        return offers.get(purpose).getReadOnlyProperty();
    }

    /** Looks at what is there. */
    public void look() {
        for (GpuPurpose purpose : GpuPurpose.values())
            parts.installer.packages().apply(purpose).ifPresent(this::look);
    }

    private void look(GpuPackage each) {
        parts.disk.execute(() -> {
            GpuStore.State state = parts.installer.store().state(each);
            parts.fx.later(() -> {
                Offer before = offers.get(each.purpose()).get();
                set(new Offer(each, state, parts.start.uses(each.purpose()), parts.start.crashed().contains(each.purpose()),
                        before == null ? Optional.empty() : before.task(), before == null ? Optional.empty() : before.trouble()));
            });
        });
    }

    private void set(Offer offer) {
        offers.get(offer.what().purpose()).set(offer);
    }

    /** Does what a button says. @param given files that were chosen, for {@link Deed#CHOOSE} */
    public void act(GpuPurpose purpose, Deed deed, List<Path> given) {
        Offer offer = offers.get(purpose).get();
        if (offer == null || !offer.deeds().contains(deed)) return;
        GpuPackage what = offer.what();
        GpuInstaller installer = parts.installer;
        switch (deed) {
            case FETCH -> work(offer, "gpu.task.fetch." + purpose, row -> {
                installer.install(what, List.of(), row);
                return attempt(what);
            });
            case CHOOSE -> {
                if (!given.isEmpty()) work(offer, "gpu.task.take." + purpose, row -> {
                    installer.install(what, given, row);
                    return attempt(what);
                });
            }
            case ATTEMPT -> work(offer, "gpu.task.try." + purpose, _ -> attempt(what));
            case OFF -> change(offer, () -> installer.store().use(what, false));
            case REMOVE -> change(offer, () -> installer.store().remove(what));
            case CANCEL -> offer.task().ifPresent(Task::cancel);
        }
    }

    /** @return what is wrong with it; nothing where its trial went well */
    private Optional<Message> attempt(GpuPackage what) throws IOException {
        Devices.Tried tried = parts.installer.attempt(what);
        return tried.well() ? Optional.empty() : Optional.of(failed(what.purpose(), tried));
    }

    /** What a failed trial means, with the engine's own words where it had any. */
    public static Message failed(GpuPurpose purpose, Devices.Tried tried) {
        return tried.complaint().isEmpty()
                ? Message.of("gpu.failed." + purpose)
                : Message.of("gpu.failed.why." + purpose, tried.complaint().replaceFirst("\\.$", ""));
    }

    private interface Work {
        Optional<Message> run(DownloadListener watch) throws IOException;
    }

    private interface Change {
        void run() throws IOException;
    }

    private void work(Offer offer, String title, Work work) {
        Task task = parts.tasks.start(Message.of(title), row -> work.run(new DownloadListener() {
            @Override
            public void progress(double share) {
                row.progress(share);
            }

            @Override
            public boolean cancelled() {
                return row.cancelled();
            }
        }).orElse(NOTHING));
        if (task.state().get() instanceof Task.State.Running)
            set(new Offer(offer.what(), offer.state(), offer.used(), offer.crashed(), Optional.of(task), Optional.empty()));
        else
            ended(offer, task.state().get());
        task.state().addListener((_, _, state) -> ended(offer, state));
    }

    private void ended(Offer offer, Task.State state) {
        Optional<Message> trouble = switch (state) {
            case Task.State.Done(Message message) -> Optional.of(message).filter(said -> !said.equals(NOTHING));
            case Task.State.Failed(Message message, _) -> Optional.of(message);
            case Task.State.Cancelled _,Task.State.Running _ -> Optional.empty();
        };
        stand(offer, trouble);
    }

    private void change(Offer offer, Change change) {
        parts.disk.execute(() -> {
            Optional<Message> trouble = Optional.empty();
            try {
                change.run();
            } catch (IOException e) {
                trouble = Optional.of(ErrorMessages.message(e));
            }
            Optional<Message> last = trouble;
            parts.fx.later(() -> stand(offer, last));
        });
    }

    /** Nothing goes on any more; what the files say is looked up. */
    private void stand(Offer offer, Optional<Message> trouble) {
        set(new Offer(offer.what(), offer.state(), offer.used(), offer.crashed() && trouble.isPresent(), Optional.empty(),
                trouble));
        look(offer.what());
    }

    /** A trial of what this process works with failed: it is left off from the next start on. @return whether it was in use */
    public boolean failedNow(GpuPurpose purpose) {
        boolean used = parts.start.failed(purpose);
        if (used) look();
        return used;
    }
}
