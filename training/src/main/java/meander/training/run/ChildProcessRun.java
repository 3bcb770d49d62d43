package meander.training.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonProcessingException;

import meander.training.run.ChildWire.Command;
import meander.training.run.TrainingEvent.Ended.Reason;

/** A run in another process, as this one sees it. */
final class ChildProcessRun implements TrainingRun {
    private static final int BUSY_LOOK = 16; // ms, a frame

    private final ChildWire.Task task;
    private final Consumer<TrainingEvent> listener;
    private final CompletableFuture<TrainingEvent.Ended> ended = new CompletableFuture<>();
    private final StringBuilder unsent = new StringBuilder(); // until the process is there
    private Writer commands;
    private volatile State state = State.PREPARING;
    private volatile long images;
    private volatile BooleanSupplier busy = () -> false;

    ChildProcessRun(ChildWire.Task task, Consumer<TrainingEvent> listener) {
        this.task = task;
        this.listener = listener;
    }

    void begin() {
        Thread.ofPlatform().name("meander-training").start(this::live);
    }

    private void live() {
        TrainingEvent.Ended last;
        try {
            Process process = ChildProcessEngine.start();
            Thread watcher = null;
            try {
                begin(process.outputWriter(StandardCharsets.UTF_8));
                watcher = Thread.ofVirtual().name("meander-step-aside").start(this::tellWhenBusy);
                last = follow(process.inputReader(StandardCharsets.UTF_8));
                if (last == null) last = broken(process.waitFor());
            } finally {
                if (watcher != null) watcher.interrupt();
                process.destroyForcibly();
            }
        } catch (IOException e) {
            last = failed("The training's process could not be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            last = failed("The training's process was called off.");
        }
        state = State.ENDED;
        listener.accept(last);
        ended.complete(last);
    }

    private synchronized void begin(Writer out) throws IOException {
        out.append(ChildProcessEngine.line(task)).append(unsent).flush();
        commands = out;
    }

    /** Passes on what it says. @return the last event, or null if it ends without one */
    private TrainingEvent.Ended follow(BufferedReader events) throws IOException {
        for (String line = events.readLine(); line != null; line = events.readLine()) {
            TrainingEvent event;
            try {
                event = RunFolder.JSON.readValue(line, TrainingEvent.class);
            } catch (JsonProcessingException e) {
                System.getLogger(ChildProcessRun.class.getName()).log(System.Logger.Level.INFO, line); // an engine's own words
                continue;
            }
            if (event instanceof TrainingEvent.Ended last) return last;
            images = event.images();
            state = switch (event) {
                case TrainingEvent.Preparing _ -> State.PREPARING;
                case TrainingEvent.Paused _ -> State.PAUSED;
                case TrainingEvent.Started _,TrainingEvent.Resumed _ -> State.RUNNING;
                default -> state;
            };
            listener.accept(event);
        }
        return null;
    }

    private TrainingEvent.Ended broken(int status) {
        return failed("The training's process ended (status " + status
                + "), perhaps because the system was short of memory. Resume to go on from the last checkpoint.");
    }

    private TrainingEvent.Ended failed(String sentence) {
        return new TrainingEvent.Ended(System.currentTimeMillis(), images, Reason.FAILED, sentence);
    }

    private void tellWhenBusy() {
        boolean told = false;
        try {
            while (!ended.isDone()) {
                boolean now = busy.getAsBoolean();
                if (now != told) send(now ? Command.BUSY : Command.IDLE);
                told = now;
                Thread.sleep(BUSY_LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void send(Command command) {
        String line = command.name() + "\n";
        if (commands == null) {
            unsent.append(line);
            return;
        }
        try {
            commands.append(line).flush();
        } catch (IOException e) {
            // It has ended, which its reader sees.
        }
    }

    @Override
    public TrainingSpec spec() {
        return task.spec();
    }

    @Override
    public Path folder() {
        return task.folder();
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public void pause() {
        send(Command.PAUSE);
    }

    @Override
    public void resume() {
        send(Command.RESUME);
    }

    @Override
    public void stop() {
        send(Command.STOP);
    }

    @Override
    public void checkpointNow() {
        send(Command.CHECKPOINT);
    }

    @Override
    public void stepAside(BooleanSupplier needed) {
        busy = needed;
    }

    @Override
    public CompletableFuture<TrainingEvent.Ended> ended() {
        return ended;
    }
}
