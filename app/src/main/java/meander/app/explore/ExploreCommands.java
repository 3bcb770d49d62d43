package meander.app.explore;

import meander.app.base.Commands;
import meander.app.picture.PictureEnlarger;
import meander.models.request.Aspects;

/** The commands of the Explore workspace, with their keys. */
public final class ExploreCommands {
    private ExploreCommands() {}

    /** Adds them all. */
    public static void register(Commands commands, ExploreViewModel explore, ExploreActions hands) {
        var loaded = explore.loaded();
        commands.add("file.open", "Shortcut+O", hands::chooseFile);
        commands.add("picture.save", "Shortcut+S", loaded, () -> hands.choosePictureTarget(1));
        for (int factor : PictureEnlarger.FACTORS)
            commands.add("picture.save" + factor, "", loaded, () -> hands.choosePictureTarget(factor));
        commands.add("picture.copy", "Shortcut+C", loaded, () -> explore.fullFrame(hands::copy));
        commands.add("model.export", "Shortcut+E", loaded, hands::chooseExportTarget);
        commands.add("edit.undo", "Shortcut+Z", explore.editor().undoable(), explore.editor()::undo);
        commands.add("edit.redo", "Shift+Shortcut+Z", explore.editor().redoable(), explore.editor()::redo);
        commands.add("edit.reset", "", explore.editor().changed(), explore.editor()::resetAll);
        commands.add("seed.random", "Space", loaded, explore.values()::randomSeed);
        commands.add("seed.next", "Right", loaded, explore.values()::nextSeed);
        commands.add("seed.previous", "Left", loaded, explore.values()::previousSeed);
        commands.add("snapshot.take", "S", loaded, explore::snapshot);
        commands.add("zoom.fit", "1", loaded, hands::zoomToFit);
        commands.add("zoom.one", "2", loaded, () -> hands.zoomTo(1));
        commands.add("zoom.two", "3", loaded, () -> hands.zoomTo(2));
        commands.add("show.mixing", "M", explore.editor().has(Aspects.MIXING), () -> hands.show(Aspects.MIXING));
        commands.add("show.noise", "N", explore.editor().has(Aspects.NOISE), () -> hands.show(Aspects.NOISE));
    }
}
