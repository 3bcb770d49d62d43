package meander.models.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.Fixtures;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.reader.Checkpoints;

/** Who is asked first decides nothing but guesses: of the families that do not guess, one knows a file. */
class RecognitionOrderTest {
    private static final Families CATALOGUE = Families.installed();
    /** Stacks of layers, which can only be guessed, and tensors of no network. */
    private static final Set<String> GUESSED = Set.of("dcgan_deep70_2240px.pt", "python.safetensors");

    static Stream<Path> fixtures() throws IOException {
        return files(Fixtures.path(""));
    }

    /** Files of whom nobody may know the family yet. */
    static Stream<Path> others() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String folder : List.of("fixtures", "fixtures2", "fixtures3", "trials")) {
            Path found = Fixtures.shared(folder).orElse(null);
            if (found != null) all.addAll(files(found).toList());
        }
        return all.isEmpty() ? fixtures() : all.stream();
    }

    private static Stream<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().matches(".*\\.(pkl|pt|pth|bin|model|ckpt|safetensors)"))
                    .filter(file -> Checkpoints.open(file) instanceof Checkpoint).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void oneFamilyKnowsAFileByItsNames(Path file) {
        assertThat(knowing((Checkpoint) Checkpoints.open(file))).hasSize(GUESSED.contains(file.getFileName().toString()) ? 0 : 1);
    }

    @ParameterizedTest
    @MethodSource("others")
    void noTwoFamiliesKnowAFileByItsNames(Path file) {
        assertThat(knowing((Checkpoint) Checkpoints.open(file))).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void guessesComeLastWhateverTheOrderOfTheList() {
        List<Family> mixed = new ArrayList<>(CATALOGUE.all());
        Collections.reverse(mixed);
        assertThat(new Families(mixed).all()).extracting(Family::order).isSorted();
        assertThat(CATALOGUE.all().getLast().order().guesses()).isTrue();
        assertThat(CATALOGUE.all()).filteredOn(family -> family.order().guesses()).extracting(Family::order)
                .doesNotHaveDuplicates();
    }

    private static List<String> knowing(Checkpoint checkpoint) {
        return CATALOGUE.all().stream().filter(family -> !family.order().guesses() && family.recognise(checkpoint).isPresent())
                .map(Family::name).toList();
    }
}
