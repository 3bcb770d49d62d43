package meander.app;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import meander.app.picture.SamplePictures;
import meander.app.shell.AppContext;
import meander.app.translate.Comparison;

/** The Translate workspace in the middle of work, for pictures of the window. */
final class TranslateDemo {
    private TranslateDemo() {}

    /** @param deed {@code translate}, then what to do, such as {@code translate,wipe,FILE,FILE} */
    static Consumer<AppContext> of(String deed) {
        List<String> words = List.of(deed.split(","));
        return works -> words.stream().skip(1).forEach(word -> {
            switch (word) {
                case "wipe" -> works.translate().compare().way().set(Comparison.Way.WIPE);
                case "onion" -> works.translate().compare().way().set(Comparison.Way.ONION);
                case "difference" -> works.translate().compare().way().set(Comparison.Way.DIFFERENCE);
                case "large" -> works.translate().input().take(SamplePictures.FISH.picture(700), "holiday-in-the-mountains.jpg");
                case "house" -> works.translate().input().sample(SamplePictures.HOUSE);
                case "draw" -> {
                    works.translate().drawing().colour().set(0xFFD1242F);
                    works.translate().drawing().press(20, 110);
                    works.translate().drawing().drag(60, 90);
                    works.translate().drawing().drag(110, 112);
                    works.translate().drawing().release();
                }
                default -> works.translate().open(Path.of(word));
            }
        });
    }
}
