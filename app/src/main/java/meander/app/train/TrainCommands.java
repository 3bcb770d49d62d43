package meander.app.train;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;

import meander.app.base.Commands;

/** The commands of the Train workspace, with their keys. */
public final class TrainCommands {
    private TrainCommands() {}

    /** Adds them all. */
    public static void register(Commands commands, TrainViewModel train, TrainActions hands) {
        ObservableBooleanValue there = Bindings.isNotNull(train.selected()).and(Bindings.isNull(train.draft()));
        commands.add("train.open", "Shortcut+O", hands::chooseRun);
        commands.add("train.new", "Shortcut+N", train::newRun);
        commands.add("train.start", "Shortcut+Enter", Bindings.isNotNull(train.draft()), train::start);
        commands.add("train.cancel", "Esc", Bindings.isNotNull(train.draft()), train::cancelNewRun);
        commands.add("train.pause", "Space",
                train.controls().pausable().or(train.controls().resumable()).and(Bindings.isNull(train.draft())), () -> {
                    if (train.controls().pausable().get()) train.pause();
                    else
                        train.resume();
                });
        commands.add("train.stop", "", train.controls().stoppable(), train::stop);
        commands.add("train.explore", "E", train.controls().explorable().and(Bindings.isNull(train.draft())), train::explore);
        commands.add("train.next", "Right", there, () -> scrub(train, 1));
        commands.add("train.previous", "Left", there, () -> scrub(train, -1));
        commands.add("train.first", "Home", there, () -> train.selected().get().scrub(0));
        commands.add("train.now", "End", there, () -> train.selected().get().scrub(Integer.MAX_VALUE));
        commands.add("train.compare", "C", there, () -> train.selected().get().toggleCompare());
        commands.add("train.keep", "K", there, train::toggleKept);
    }

    private static void scrub(TrainViewModel train, int step) {
        RunViewModel run = train.selected().get();
        run.scrub(Math.max(0, run.moment().get() + step));
    }
}
