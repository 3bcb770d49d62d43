package meander.app.cli;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import meander.training.recipe.Setting;
import meander.training.run.TrainingEngine.Offer;

/** The recipes, and what can be set in each. */
record TrainingRecipeList(List<Offer> offers) {
    private static final int WIDTH = 110;

    String text() {
        TextTable table = new TextTable();
        offers.forEach(offer -> table.row(offer.name(), offer.title() + ": " + offer.paper()));
        return table.toString();
    }

    JsonNode json() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        offers.forEach(offer -> report.withArray("recipes").add(json(offer)));
        return report;
    }

    /** Key, initial value and meaning of each setting. */
    static String text(Offer offer) {
        int key = width(offer.settings().stream().map(Setting::key).toList());
        int initial = width(offer.settings().stream().map(Setting::initial).toList());
        StringBuilder text = new StringBuilder(offer.title() + ": " + offer.paper() + "\n");
        for (Setting setting : offer.settings()) {
            List<String> lines = wrapped(setting.says() + " " + limits(setting), WIDTH - key - initial);
            for (int i = 0; i < lines.size(); i++) {
                text.append(padded(i == 0 ? setting.key() : "", key)).append(padded(i == 0 ? setting.initial() : "", initial));
                text.append(lines.get(i)).append('\n');
            }
        }
        return text.toString();
    }

    static JsonNode json(Offer offer) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", offer.name()).put("title", offer.title()).put("paper",
                offer.paper());
        offer.settings().forEach(setting -> {
            ObjectNode entry = node.withArray("settings").addObject().put("key", setting.key()).put("initial", setting.initial());
            entry.put("says", setting.says());
            switch (setting.kind()) {
                case Setting.Kind.Whole(long min, long max) -> entry.put("kind", "whole").put("min", min).put("max", max);
                case Setting.Kind.Real(double min, double max) -> entry.put("kind", "real").put("min", min).put("max", max);
                case Setting.Kind.Switch() -> entry.put("kind", "switch");
                case Setting.Kind.Choice(List<String> options) -> {
                    entry.put("kind", "choice");
                    options.forEach(entry.putArray("options")::add);
                }
            }
        });
        return node;
    }

    private static String limits(Setting setting) {
        return switch (setting.kind()) {
            case Setting.Kind.Whole(long min, long max) -> "(" + min + " to " + max + ")";
            case Setting.Kind.Real(double min, double max) ->
                "(" + NumberListParser.plain(min) + " to " + NumberListParser.plain(max) + ")";
            case Setting.Kind.Switch() -> "(on, off)";
            case Setting.Kind.Choice(List<String> options) -> "(" + String.join(", ", options) + ")";
        };
    }

    private static int width(List<String> words) {
        return words.stream().mapToInt(String::length).max().orElse(0) + 2;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
