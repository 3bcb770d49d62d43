package meander.app.translate;

import java.util.List;
import java.util.Locale;

import meander.app.base.NumberFormats;
import meander.app.base.Texts;
import meander.app.picture.Raster;
import meander.models.family.ModelInfo;
import meander.models.family.Translator;

/** What the Translate workspace says in several places. */
record TranslateTexts(Texts texts, List<PaneViewModel> panes) {
    /** What stands over a pane: the family, counted where there are several of it. */
    String title(PaneViewModel pane) {
        String family = info(pane).family();
        List<PaneViewModel> same = panes.stream().filter(each -> info(each).family().equals(family)).toList();
        return same.size() < 2 || same.getFirst() == pane ? family : family + " " + (same.indexOf(pane) + 1);
    }

    private static final double SECOND = 1000;

    /** From what to what; the model’s name where it does not say so. */
    String way(PaneState state) {
        String title = NetworkFileNames.title(state.opened().file());
        String bundled = texts.messages().textOr("translate.bundled." + title + "." + state.direction().id(),
                texts.messages().textOr("translate.bundled." + title, ""));
        return !bundled.isEmpty() ? bundled : NetworkFileNames.direction(title, state.direction()).orElse(title);
    }

    /** “18 ms”. */
    String millis(TranslationResult answer) {
        return answer.millis() < SECOND
                ? texts.text("translate.millis", Texts.millis(answer.millis()))
                : texts.text("translate.seconds", NumberFormats.format(answer.millis() / SECOND, 1, false));
    }

    String mode(Translator.Mode mode) {
        return texts.text("translate.mode." + PaneState.word(mode));
    }

    String modeTip(Translator.Mode mode) {
        return texts.text("translate.mode." + PaneState.word(mode) + ".tip");
    }

    /** The paper and the file. */
    String about(PaneViewModel pane) {
        ModelInfo info = info(pane);
        String paper = texts.messages()
                .textOr("translate.paper." + info.family().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""), info.family());
        return paper + "\n" + texts.text("translate.about", pane.state().get().opened().file().getFileName().toString(),
                NumberFormats.format(info.parameters() / 1e6, 1, false));
    }

    String size(Raster picture) {
        return texts.text("stage.size.rect", Integer.toString(picture.width()), Integer.toString(picture.height()));
    }

    String error(double error) {
        return NumberFormats.format(error, 3, false);
    }

    private static ModelInfo info(PaneViewModel pane) {
        return pane.state().get().opened().chosen().translator().info();
    }
}
