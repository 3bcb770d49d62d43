package meander.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundledTest {
    @TempDir
    private Path folder;

    @Test
    void emojiAreFacesOfThreeStyles() {
        try (Dataset emoji = Prepare.dataset("bundled:emoji", DataSettings.CHOOSE, folder)) {
            assertThat(emoji.size()).isEqualTo(893);
            assertThat(emoji.width()).isEqualTo(64);
            assertThat(emoji.height()).isEqualTo(64);
            assertThat(emoji.channels()).isEqualTo(3);
            assertThat(emoji.classes()).containsExactly("fluent people", "fluent smileys", "noto people", "noto smileys",
                    "noto-v1 people", "noto-v1 smileys");
            assertThat(emoji.summary().skipped()).isEmpty();
            assertThat(emoji.summary().changes()).isEqualTo(new DataSummary.Changes(0, 0, 0, 0, 0, 0));
        }
    }

    @Test
    void smileysAreYellowOnWhite() {
        try (Dataset emoji = Prepare.dataset("bundled:emoji", DataSettings.CHOOSE, folder)) {
            int first = 0;
            while (!emoji.classes().get(emoji.label(first)).equals("noto smileys"))
                first++;
            FloatBuffer picture = FloatBuffer.allocate(emoji.values());
            emoji.picture(first + 1, picture, false); // behind the devil, an angry face

            int plane = 64 * 64;
            int forehead = 16 * 64 + 32;
            assertThat(picture.get(0)).isEqualTo(1); // the corner
            assertThat(picture.get(forehead)).isGreaterThan(0.8f);
            assertThat(picture.get(forehead + plane)).isGreaterThan(0.4f);
            assertThat(picture.get(forehead + 2 * plane)).isLessThan(-0.3f);
        }
    }

    @Test
    void fashionIsGreyWithABorderAndNamedClasses() {
        try (Dataset fashion = Prepare.dataset("bundled:fashion", DataSettings.CHOOSE, folder)) {
            assertThat(fashion.size()).isEqualTo(10_000);
            assertThat(fashion.width()).isEqualTo(32);
            assertThat(fashion.channels()).isEqualTo(1);
            assertThat(fashion.classes()).hasSize(10).startsWith("T-shirt/top", "Trouser").endsWith("Ankle boot");
            assertThat(fashion.summary().classes()).allMatch(each -> each.pictures() == 1000);
            assertThat(fashion.summary().changes().padded()).isEqualTo(10_000);
            assertThat(fashion.label(0)).isEqualTo(9); // the first test picture is an ankle boot
            assertThat(fashion.pixels(0)[0]).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"noto, 1669", "noto-v1, 1269", "fluent-emoji-flat, 1591"})
    void wholeSetsAreSortedByGroup(String name, int pictures) {
        try (Dataset set = Prepare.dataset("bundled:" + name, DataSettings.CHOOSE, folder)) {
            assertThat(set.size()).isEqualTo(pictures);
            assertThat(set.classes()).containsExactly("Activities", "Animals & Nature", "Flags", "Food & Drink", "Objects",
                    "People & Body", "Smileys & Emotion", "Symbols", "Travel & Places");
            assertThat(set.summary().skipped()).isEmpty();
        }
    }

    @Test
    void unknownNameIsAnsweredWithThoseThereAre() {
        assertThat(Prepare.refusal("bundled:cats", folder).sentence()).contains("cats").contains("emoji, fashion");
    }
}
