package meander.app.translate;

import java.util.Locale;

import meander.app.Texts;
import meander.app.widgets.Numbers;
import meander.models.family.ModelInfo;
import meander.models.family.Translator;

/** What the Translate workspace says in several places. */
record TranslateTexts(Texts texts) {
    /** What stands over a pane: the family. */
    String title(PaneViewModel pane) {
        return info(pane).family();
    }

    /** From what to what; the model’s name where it does not say so. */
    String way(PaneState state) {
        String title = FileNames.title(state.opened().file());
        String bundled = texts.messages().textOr("translate.bundled." + title, "");
        if (!bundled.isEmpty()) return bundled;
        return FileNames.direction(title, state.direction()).orElse(title);
    }

    /** “18 ms”. */
    String millis(Answer answer) {
        return texts.text("translate.millis", Texts.millis(answer.millis()));
    }

    String mode(Translator.Mode mode) {
        return texts.text("translate.mode." + TranslateViewModel.word(mode));
    }

    String modeTip(Translator.Mode mode) {
        return texts.text("translate.mode." + TranslateViewModel.word(mode) + ".tip");
    }

    /** The paper and the file. */
    String about(PaneViewModel pane) {
        ModelInfo info = info(pane);
        String paper = texts.messages().textOr("translate.paper." + info.family().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""),
                info.family());
        return paper + "\n" + texts.text("translate.about", pane.state().get().opened().file().getFileName().toString(),
                Numbers.format(info.parameters() / 1e6, 1, false));
    }

    String size(Raster picture) {
        return texts.text("stage.size.rect", Integer.toString(picture.width()), Integer.toString(picture.height()));
    }

    String error(double error) {
        return Numbers.format(error, 3, false);
    }

    private static ModelInfo info(PaneViewModel pane) {
        return pane.state().get().opened().chosen().translator().info();
    }
}
