package meander.training.run;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonProcessingException;

import meander.models.process.Signals;
import meander.training.recipe.Recipes;

/** The process in which a {@link ChildProcessEngine} trains. */
final class TrainingChild {
    private TrainingChild() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String first = in.readLine();
        if (first == null) return;
        ChildWire.Task task = RunFolder.JSON.readValue(first, ChildWire.Task.class);
        if (task.spec() == null) say(out, TrainingTimeEstimate.measure());
        else
            train(task, in, event -> say(out, event));
        Runtime.getRuntime().halt(0); // whatever an engine's threads still do
    }

    private static void train(ChildWire.Task task, BufferedReader in, Consumer<TrainingEvent> listener) {
        LocalEngine engine = new LocalEngine(Recipes.installed(), task.cache(), TrainingDevices::gpuWorks);
        TrainingRun run = task.resumed()
                ? engine.resume(task.spec(), task.folder(), listener)
                : engine.start(task.spec(), task.folder(), listener);
        AtomicBoolean busy = new AtomicBoolean();
        run.stepAside(busy::get);
        // Ctrl-C in a terminal reaches all of its processes; the window asks whether to end, and its end ends this one.
        for (String signal : List.of("INT", "TERM", "HUP"))
            Signals.handle(signal, signal.equals("INT") ? () -> {} : run::stop);
        Thread.ofPlatform().name("meander-commands").daemon().start(() -> obey(in, run, busy));
        run.ended().join();
    }

    private static void obey(BufferedReader in, TrainingRun run, AtomicBoolean busy) {
        try (in) {
            for (String line = in.readLine(); line != null; line = in.readLine())
                switch (ChildWire.Command.valueOf(line)) {
                    case PAUSE -> run.pause();
                    case RESUME -> run.resume();
                    case STOP -> run.stop();
                    case CHECKPOINT -> run.checkpointNow();
                    case BUSY -> busy.set(true);
                    case IDLE -> busy.set(false);
                }
        } catch (IOException e) {
            // As at the end.
        }
        busy.set(false);
        run.stop();
    }

    private static synchronized void say(PrintStream out, Object what) {
        try {
            out.println(RunFolder.JSON.writeValueAsString(what));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
