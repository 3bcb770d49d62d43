package meander.app.train;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import meander.app.base.Message;
import meander.app.base.NumberFormats;
import meander.app.base.Texts;
import meander.models.text.VisibleText;
import meander.training.recipe.Setting;
import meander.training.run.TrainingEngine.Offer;
import meander.training.run.TrainingSpec;

/** What the Train workspace says in several places. */
record TrainTexts(Texts texts, ZoneId zone) {
    private static final List<String> MAIN = List.of("batch-size", "gamma", "augment", "learning-rate", "resolution", "mirror");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    /** “running · 148 of 400 kimg”, or “finished · 300 kimg”. */
    String line(RunState state, long images, long of) {
        String how = texts.text("train.state." + state.id());
        if (state == RunState.BROKEN) return how;
        String far = state.goesOn() && of > 0
                ? texts.text("train.kimg.of", RunHistory.kimg(images), RunHistory.kimg(of))
                : texts.text("train.kimg", RunHistory.kimg(images));
        return how + " · " + far;
    }

    /** The time of the day, with the date if it was not today. */
    String time(long at, Instant now) {
        ZonedDateTime then = Instant.ofEpochMilli(at).atZone(zone);
        if (then.toLocalDate().equals(LocalDate.ofInstant(now, zone))) return CLOCK.format(then);
        return date(at) + " " + CLOCK.format(then);
    }

    /** A date without its time. */
    String date(long at) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(texts.messages().locale())
                .format(Instant.ofEpochMilli(at).atZone(zone));
    }

    /** “1.4 GB”. */
    String bytes(long bytes) {
        return bytes < 1_000_000_000L
                ? texts.text("train.megabytes", Long.toString(Math.round(bytes / 1e6)))
                : texts.text("train.gigabytes", NumberFormats.format(bytes / 1e9, 1, false));
    }

    /** The settings that a person most often changes, in the order of this list, before all others. */
    static List<Setting> mainFirst(List<Setting> settings) {
        List<Setting> sorted = new ArrayList<>(settings);
        sorted.sort(Comparator.comparingInt(each -> isMain(each) ? MAIN.indexOf(each.key()) : MAIN.size()));
        return sorted;
    }

    static boolean isMain(Setting setting) {
        return MAIN.contains(setting.key());
    }

    /** That there is too little memory. @param key without what would help, @param arguments of {@link meander.training.run.MemoryShortage} */
    static Message shortage(String key, List<String> arguments) {
        String needed = arguments.get(0);
        String available = arguments.get(1);
        if (!arguments.get(2).isEmpty()) return Message.of(key + ".rounds", needed, available, arguments.get(2));
        return arguments.get(3).isEmpty()
                ? Message.of(key, needed, available)
                : Message.of(key + ".resolution", needed, available, arguments.get(3));
    }

    /** A setting of a run: what was typed, else what its recipe begins with. */
    static String setting(Offer offer, TrainingSpec spec, String key) {
        return spec.settings().getOrDefault(key,
                offer.settings().stream().filter(each -> each.key().equals(key)).findFirst().map(Setting::initial).orElse("–"));
    }

    String setting(Setting setting) {
        return texts.messages().textOr("setting." + setting.key(), setting.key());
    }

    /** What a setting does, in a sentence. Recipes with settings of the same name may have more to say of them. */
    String about(Setting setting, String recipe) {
        String plain = texts.messages().textOr("setting." + setting.key() + ".about", setting.says());
        return texts.messages().textOr("setting." + recipe + "." + setting.key() + ".about", plain);
    }

    /** Data by its name: that of bundled data in the person's language, else that of its file. */
    String data(String data) {
        if (data.startsWith("bundled:")) {
            String name = data.substring("bundled:".length());
            return texts.messages().textOr("train.data." + name, name);
        }
        try {
            java.nio.file.Path file = java.nio.file.Path.of(data);
            return VisibleText.line(file.getFileName() == null ? data : file.getFileName().toString());
        } catch (java.nio.file.InvalidPathException e) {
            return VisibleText.line(data);
        }
    }
}
