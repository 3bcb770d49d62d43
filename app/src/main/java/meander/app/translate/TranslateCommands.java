package meander.app.translate;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;

import meander.app.base.Commands;
import meander.app.picture.PictureEnlarger;

/** The commands of the Translate workspace, with their keys. */
public final class TranslateCommands {
    private TranslateCommands() {}

    /** Adds them all. */
    public static void register(Commands commands, TranslateViewModel translate, TranslateActions hands) {
        ObservableBooleanValue there = Bindings.isNotNull(translate.active());
        DrawingViewModel drawing = translate.drawing();
        commands.add("translate.model", "Shortcut+M", hands::chooseTranslator);
        commands.add("translate.picture", "Shortcut+O", hands::choosePicture);
        commands.add("translate.folder", "Shift+Shortcut+O", there, hands::chooseFolders);
        commands.add("translate.save", "Shortcut+S", there, () -> hands.chooseTarget(1));
        for (int factor : PictureEnlarger.FACTORS)
            commands.add("translate.save" + factor, "", there, () -> hands.chooseTarget(factor));
        commands.add("translate.copy", "Shortcut+C", there, () -> {
            TranslationResult answer = translate.active().get().answer().get();
            if (answer != null) hands.copy(answer.picture());
        });
        commands.add("translate.paste", "Shortcut+V", hands::paste);
        commands.add("edit.undo", "Shortcut+Z", translate.undoable(), translate::undo);
        commands.add("edit.redo", "Shift+Shortcut+Z", translate.redoable(), translate::redo);
        for (DrawingViewModel.Tool tool : DrawingViewModel.Tool.values())
            commands.add("translate.tool." + tool.id(), tool.name().substring(0, 1), () -> drawing.tool().set(tool));
        commands.add("translate.thinner", "Open_Bracket", () -> drawing.widen(-1));
        commands.add("translate.wider", "Close_Bracket", () -> drawing.widen(1));
        commands.add("translate.clear", "Shortcut+Delete", translate.input()::clearSheet);
        commands.add("translate.edges", "", () -> translate.input().sheetOfEdges(translate.input().sheet()));
        commands.add("translate.sheet", "Shortcut+N", () -> translate.input().newSheet(translate.input().sheet()));
        commands.add("translate.close", "Shortcut+W", there, () -> translate.remove(translate.active().get()));
        commands.add("compare.panes", "S", () -> translate.compare().way().set(null));
        commands.add("compare.wipe", "W", () -> translate.compare().way().set(Comparison.Way.WIPE));
        commands.add("compare.onion", "O", () -> translate.compare().way().set(Comparison.Way.ONION));
        commands.add("compare.difference", "D", () -> translate.compare().way().set(Comparison.Way.DIFFERENCE));
        commands.add("zoom.fit", "1", hands::zoomToFit);
        commands.add("zoom.one", "2", () -> hands.zoomTo(1));
        commands.add("zoom.two", "3", () -> hands.zoomTo(2));
    }
}
