package meander.app.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import meander.training.run.TrainingEvent;

/** Runs that never were, in the middle of work, for pictures of the window. */
public final class TrainDemo {
    private TrainDemo() {}

    /** Three runs of a person who has trained before. */
    public static void runs(Path runs, boolean ended) throws IOException {
        MadeUpRun.write(runs.resolve("emoji-progan-64"), 300_000, 300_000, 30, true);
        MadeUpRun.write(runs.resolve("faces-second-try"), 200_000, 41_000, 8, ended);
    }

    public static ScriptedEngine engine(byte[] model) {
        return new ScriptedEngine(Runnable::run, model);
    }

    /** Begins a run and lets it come some way. */
    public static void play(TrainViewModel train, String deed) {
        if (deed.equals("train-empty") || deed.equals("train-list") || deed.equals("train-crash")) return;
        train.newRun();
        NewRunViewModel draft = train.draft().get();
        draft.offer().set(draft.offers().getFirst());
        draft.choose(deed.equals("train-new") ? "/home/me/pictures/faces" : "bundled:emoji");
        if (deed.equals("train-new")) {
            draft.change(draft.offer().get().settings().get(1), "0.5");
            draft.change(draft.offer().get().settings().getFirst(), "1.5");
            return;
        }
        draft.kimg().set("400");
        draft.change(draft.offer().get().settings().get(1), "0.5");
        draft.startable().subscribe(startable -> {
            if (startable && train.draft().get() == draft && train.live().get() == null) begin(train, deed);
        });
    }

    private static void begin(TrainViewModel train, String deed) {
        train.start();
        ScriptedEngine.Run run = (ScriptedEngine.Run) train.going();
        run.begin();
        run.step(74, 1000, 4);
        run.save();
        run.step(54, 1000, 4);
        run.say(new TrainingEvent.Noticed(MadeUpRun.BEGAN + 5_000_000, run.images(), "overpowered", List.of()));
        run.save();
        run.step(20, 1000, 4);
        RunViewModel looked = train.selected().get();
        boolean[] done = {false};
        looked.revision().subscribe(_ -> {
            if (done[0] || looked.story().images() < 148_000) return;
            done[0] = true;
            look(looked, deed);
        });
        if (deed.equals("train-pause")) train.pause();
    }

    private static void look(RunViewModel looked, String deed) {
        if (deed.equals("train-scrub") || deed.equals("train-compare") || deed.equals("train-side")) looked.scrubTo(111_000);
        if (deed.equals("train-compare") || deed.equals("train-side")) looked.compareWith(3);
    }
}
