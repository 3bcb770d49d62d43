package meander.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
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
    @CsvSource({"letters, 639", "letters-held-back, 57"})
    void lettersAreOneOfEachTypefaceInEveryClass(String name, int typefaces) {
        try (Dataset letters = Prepare.dataset("bundled:" + name, DataSettings.CHOOSE, folder)) {
            assertThat(letters.size()).isEqualTo(26 * typefaces);
            assertThat(letters.width()).isEqualTo(64);
            assertThat(letters.height()).isEqualTo(64);
            assertThat(letters.channels()).isEqualTo(1);
            assertThat(String.join("", letters.classes())).isEqualTo("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
            assertThat(letters.summary().classes()).allMatch(each -> each.pictures() == typefaces);
            assertThat(letters.summary().skipped()).isEmpty();
            assertThat(letters.summary().changes()).isEqualTo(new DataSummary.Changes(0, 0, 0, 0, 0, 0));
        }
    }

    @Test
    void lettersAreBlackOnWhiteAndInTheMiddle() {
        try (Dataset letters = Prepare.dataset("bundled:letters-held-back", DataSettings.CHOOSE, folder)) {
            for (int index = 0; index < letters.size(); index++) {
                byte[] pixels = letters.pixels(index);
                assertThat(new byte[]{pixels[0], pixels[63], pixels[64 * 63], pixels[64 * 64 - 1]}).containsOnly(255);
                assertThat(margin(pixels, 0)).isBetween(margin(pixels, 63) - 2, margin(pixels, 63) + 2).isBetween(1, 31);
            }
        }
    }

    /** Columns without ink, counted from one side. */
    private static int margin(byte[] pixels, int side) {
        return (int) IntStream.range(0, 64)
                .takeWhile(
                        columns -> IntStream.range(0, 64).allMatch(y -> pixels[64 * y + Math.abs(side - columns)] == (byte) 255))
                .count();
    }

    @Test
    void heldBackTypefacesAreNoneOfThoseToLearnFrom() {
        assertThat(Datasets.bundledToLearnFrom()).contains("letters").doesNotContain("letters-held-back");
        assertThat(alphabets("letters-held-back")).hasSize(57).doesNotContainAnyElementsOf(alphabets("letters"));
    }

    /** The pictures of A to Z of each typeface; a single I may be the same bar in two. */
    private Set<ByteBuffer> alphabets(String name) {
        try (Dataset letters = Prepare.dataset("bundled:" + name, DataSettings.CHOOSE, folder)) {
            int typefaces = letters.size() / 26;
            Set<ByteBuffer> alphabets = new HashSet<>();
            for (int typeface = 0; typeface < typefaces; typeface++) {
                ByteBuffer alphabet = ByteBuffer.allocate(26 * letters.values());
                for (int letter = 0; letter < 26; letter++)
                    alphabet.put(letters.pixels(letter * typefaces + typeface));
                alphabets.add(alphabet.flip());
            }
            return alphabets;
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
