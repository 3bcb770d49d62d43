package meander.app.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import meander.training.run.RunFolder;
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

    /** A run with as many figures as a long training has. */
    public static void longRun(Path runs) throws IOException {
        Path folder = runs.resolve("long-one");
        MadeUpRun.write(folder, 5_000_000, 5_000_000, 40, true);
        MadeUpRun made = new MadeUpRun(folder, 5_000_000, 9);
        StringBuilder log = new StringBuilder();
        RunFolder there = new RunFolder(runs.resolve("scratch"));
        java.nio.file.Files.createDirectories(there.path());
        for (TrainingEvent event : new RunFolder(folder).events()) {
            if (!(event instanceof TrainingEvent.Measured(long at, long images, _))) {
                there.log(event);
                log.append(java.nio.file.Files.readString(there.path().resolve("log.jsonl")));
                java.nio.file.Files.delete(there.path().resolve("log.jsonl"));
                continue;
            }
            there.log(made.measure(images).getFirst());
            String line = java.nio.file.Files.readString(there.path().resolve("log.jsonl"));
            java.nio.file.Files.delete(there.path().resolve("log.jsonl"));
            for (int i = 0; i < 250; i++)
                log.append(line.replaceFirst("\"images\":\\d+", "\"images\":" + (images - 12_500 + 50L * i))
                        .replaceFirst("\"G/loss\":[0-9.]+", "\"G/loss\":"
                                + (1.2 + 0.3 * Math.sin(images / 4e5) + new java.util.Random(images + i).nextGaussian() / 8)));
        }
        java.nio.file.Files.writeString(folder.resolve("log.jsonl"), log);
    }

    /** Begins a run and lets it come some way. */
    public static void play(TrainViewModel train, String deed) {
        if (deed.equals("train-empty") || deed.equals("train-list") || deed.equals("train-crash") || deed.equals("train-long"))
            return;
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
        if (deed.equals("train-prepare")) {
            run.say(new TrainingEvent.Preparing(MadeUpRun.BEGAN, 0, TrainingEvent.Preparing.Stage.COMPILING, 0.4));
            return;
        }
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
