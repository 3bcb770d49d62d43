package meander.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import meander.training.recipe.Setting;
import meander.training.run.RunFolder;
import meander.training.run.TrainingEngine;
import meander.training.run.TrainingEvent;
import meander.training.run.TrainingRun;
import meander.training.run.TrainingSpec;

/** Trains nothing, and tells what a training tells. */
final class FakeTraining implements TrainingEngine {
    final List<TrainingSpec> asked = new ArrayList<>();
    final List<Path> folders = new ArrayList<>();
    boolean resumed;
    boolean endless;
    TrainingEvent.Ended.Reason reason = TrainingEvent.Ended.Reason.FINISHED;
    String sentence = "";

    @Override
    public List<Offer> offers() {
        return List.of(new Offer("fake", "Fake", "no paper",
                List.of(Setting.whole("batch-size", 16, 1, 64, "Pictures in one step."),
                        Setting.real("learning-rate", 0.002, 0, 1, "Step size."),
                        Setting.choice("augment", "What is done.", "ada", "ada", "none"))));
    }

    @Override
    public TrainingRun start(TrainingSpec spec, Path folder, Consumer<TrainingEvent> listener) {
        return run(spec, folder, listener);
    }

    @Override
    public TrainingRun resume(TrainingSpec spec, Path folder, Consumer<TrainingEvent> listener) {
        resumed = true;
        return run(spec, folder, listener);
    }

    private TrainingRun run(TrainingSpec spec, Path folder, Consumer<TrainingEvent> listener) {
        asked.add(spec);
        folders.add(folder);
        CompletableFuture<TrainingEvent.Ended> ended = new CompletableFuture<>();
        Run run = new Run(spec, folder, listener, ended);
        if (!endless) run.end(reason, sentence);
        return run;
    }

    private record Run(TrainingSpec spec, Path folder, Consumer<TrainingEvent> listener,
            CompletableFuture<TrainingEvent.Ended> ended) implements TrainingRun {
        void end(TrainingEvent.Ended.Reason reason, String sentence) {
            long seen = reason == TrainingEvent.Ended.Reason.FINISHED ? spec.images() : 500;
            listener.accept(new TrainingEvent.Preparing(1, 0, TrainingEvent.Preparing.Stage.DATA, Double.NaN));
            listener.accept(new TrainingEvent.Started(1, 0, spec.images(), false, "CPU"));
            listener.accept(new TrainingEvent.Measured(2, 100, new LinkedHashMap<>(Map.of("G/loss", 0.7, "swd", 41.5))));
            listener.accept(new TrainingEvent.Noticed(2, 100, "collapse", List.of("0.91", "0.2")));
            listener.accept(new TrainingEvent.Noticed(2, 100, "best", List.of("41.50")));
            TrainingEvent checkpoint = new TrainingEvent.Checkpoint(3, seen, "model-000000500.safetensors");
            listener.accept(checkpoint);
            try {
                Files.createDirectories(folder);
                new RunFolder(folder).write(spec);
                new RunFolder(folder).log(checkpoint);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            TrainingEvent.Ended last = new TrainingEvent.Ended(4, seen, reason, sentence);
            listener.accept(last);
            ended.complete(last);
        }

        @Override
        public State state() {
            return ended.isDone() ? State.ENDED : State.RUNNING;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void stop() {
            end(TrainingEvent.Ended.Reason.STOPPED, "");
        }

        @Override
        public void checkpointNow() {}

        @Override
        public void stepAside(BooleanSupplier busy) {}
    }
}
