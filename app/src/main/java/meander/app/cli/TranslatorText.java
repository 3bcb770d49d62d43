package meander.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.app.picture.TranslationRecipe;
import meander.models.family.InverseTranslatorFinder;
import meander.models.family.ModelInfo;
import meander.models.family.Translator;

/** What a translator is, and how a translation was made, in words. */
final class TranslatorText {
    private TranslatorText() {}

    static TextTable table(Path file, Translator translator) {
        ModelInfo info = translator.info();
        Translator.Traits traits = translator.traits();
        TextTable table = new TextTable().row("file", file).row("family", family(info))
                .row("translates", channels(traits.inputs()) + " → " + channels(traits.outputs()))
                .row("numbers", traits.range() == Translator.Range.SIGNED ? "−1 … 1" : "0 … 1");
        if (traits.scale() > 1) table.row("scale", "×" + traits.scale());
        table.row("made for", info.width() > 0 ? info.width() + " × " + info.height() : "any size");
        table.row("pads to", "multiples of " + traits.multiple() + ", at least " + traits.smallest());
        table.rows("runs", traits.modes().stream().map(TranslatorText::of).toList());
        InverseTranslatorFinder.of(translator)
                .ifPresent(reverse -> table.row("reverse",
                        reverse.file().equals(info.file())
                                ? "the file's network " + String.join("", reverse.answers().values())
                                : reverse.file()));
        return table.row("parameters", "%,d".formatted(info.parameters())).rows("numbers from", info.notes());
    }

    /** As a person reads it, with what sets it apart within its family. */
    static String family(ModelInfo info) {
        return info.family() + (info.variant().isEmpty() ? "" : " (" + info.variant() + ")");
    }

    static void put(ObjectNode report, Translator translator) {
        ModelInfo info = translator.info();
        Translator.Traits traits = translator.traits();
        report.put("family", info.family()).put("variant", info.variant());
        report.put("width", info.width()).put("height", info.height());
        report.put("inputs", traits.inputs()).put("outputs", traits.outputs()).put("scale", traits.scale());
        report.put("multiple", traits.multiple()).put("smallest", traits.smallest()).put("margin", traits.margin());
        report.put("range", traits.range().name().toLowerCase(Locale.ROOT));
        var modes = report.putArray("modes");
        for (Translator.Mode mode : traits.modes())
            modes.addObject().put("statistics", statistics(mode)).put("dropout", mode.dropout());
        InverseTranslatorFinder.of(translator).ifPresent(reverse -> report.put("reverse", reverse.file().toString()));
        report.put("parameters", info.parameters());
        List<String> notes = info.notes();
        notes.forEach(report.putArray("notes")::add);
    }

    static TextTable table(Path file, TranslationRecipe recipe) {
        TextTable table = new TextTable().row("file", file).row("translated by", recipe.model() + " (" + recipe.family() + ")")
                .row("size", recipe.width() + " × " + recipe.height() + enlarged(recipe.enlarged()));
        if (!recipe.input().isEmpty()) table.row("picture", recipe.input());
        table.row("ran", of(recipe.mode()) + (recipe.mode().dropout() ? ", seed " + recipe.dropoutSeed() : ""));
        table.row("tiles", recipe.tile() == 0 ? "none" : recipe.tile() + " px").row("made by", "Meander " + recipe.app());
        if (!recipe.inputSha256().isEmpty()) table.row("picture SHA-256", recipe.inputSha256());
        return table.row("model SHA-256", recipe.sha256());
    }

    /** A way to run, with the words of the command line. */
    static String of(Translator.Mode mode) {
        return "--statistics " + statistics(mode) + (mode.dropout() ? " with dropout" : "");
    }

    static String statistics(Translator.Mode mode) {
        return switch (mode.statistics()) {
            case RUNNING -> "eval";
            case OWN -> "batch";
        };
    }

    static String enlarged(int times) {
        return times == 1 ? "" : " (enlarged " + times + "×)";
    }

    static String channels(int count) {
        return count + switch (count) {
            case 1 -> " (grey)";
            case 3 -> " (RGB)";
            case 4 -> " (RGBA)";
            default -> "";
        };
    }
}
