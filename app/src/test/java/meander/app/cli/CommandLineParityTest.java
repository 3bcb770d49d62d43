package meander.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import javax.imageio.ImageIO;

import meander.app.picture.PngFrames;
import meander.models.checkpoint.numpy.NpyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the verbs write, against outputs of the official PyTorch code, at the tolerances of the fixtures' README. */
class CommandLineParityTest {
    private static final double STYLES = 1e-5;
    private static final double PICTURE = 1e-4;
    private static final String PLAIN = "sg2ada_tiny32";
    private static final String CONDITIONAL = "sg2ada_cond_tiny32_proto3";
    private static final String OTHER_DIALECT = "sg2_from_sg3repo_tiny32";

    @TempDir
    private Path out;

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, CONDITIONAL, OTHER_DIALECT})
    void truncatedWithConstantNoise(String model) throws IOException {
        generate(model, "--psi", "0.7", "--noise", "const", "--format", "npy", "--save-w");
        for (int seed : new int[]{0, 7}) {
            assertThat(distance(w(seed), reference(model, "ws_seed" + seed + "_psi0.7"))).isLessThanOrEqualTo(STYLES);
            assertThat(distance(picture(seed), reference(model, "img_seed" + seed + "_psi0.7_const")))
                    .isLessThanOrEqualTo(PICTURE);
        }
        assertThat(NpyReader.read(picture(0)).shape()).containsExactly(3, 32, 32);
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, CONDITIONAL, OTHER_DIALECT})
    void asTrainedWithoutNoise(String model) throws IOException {
        generate(model, "--noise", "none", "--format", "npy", "--save-w");
        for (int seed : new int[]{0, 7}) {
            assertThat(distance(w(seed), reference(model, "ws_seed" + seed + "_psi1"))).isLessThanOrEqualTo(STYLES);
            assertThat(distance(picture(seed), reference(model, "img_seed" + seed + "_psi1_none"))).isLessThanOrEqualTo(PICTURE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, CONDITIONAL})
    void truncatedUpToALayer(String model) throws IOException {
        generate(model, "--psi", "0.7", "--cutoff", "4", "--format", "npy", "--save-w");
        for (int seed : new int[]{0, 7}) {
            assertThat(distance(w(seed), reference(model, "ws_seed" + seed + "_psi0.7_cutoff4"))).isLessThanOrEqualTo(STYLES);
            assertThat(distance(picture(seed), reference(model, "img_seed" + seed + "_psi0.7_cutoff4_const")))
                    .isLessThanOrEqualTo(PICTURE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, CONDITIONAL})
    void mixed(String model) throws IOException {
        String layers = list(model, "mix_col_styles");
        done("mix", fixture(model + ".pkl"), "--rows", list(model, "mix_rows"), "--cols", list(model, "mix_cols"), "--layers",
                layers, "--psi", "0.7", "--format", "npy", "--out", out, label(model));
        float[] expected = NpyReader.read(reference(model, "mix_imgs")).floats();
        int at = 0;
        for (long row : NpyReader.read(reference(model, "mix_rows")).longs())
            for (long column : NpyReader.read(reference(model, "mix_cols")).longs()) {
                float[] drawn = NpyReader.read(out.resolve("row%04d-col%04d.npy".formatted(row, column))).floats();
                assertThat(distance(drawn, Arrays.copyOfRange(expected, at, at += drawn.length))).isLessThanOrEqualTo(PICTURE);
            }
        assertThat(at).isEqualTo(expected.length);
        assertThat(PngFrames.recipe(out.resolve("grid.png")).found()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, CONDITIONAL, OTHER_DIALECT})
    void roundedToBytes(String model) throws IOException {
        generate(model, "--psi", "0.7");
        long[] expected = NpyReader
                .read(reference(model, "img_seed0_psi0.7" + (model.equals(OTHER_DIALECT) ? "" : "_const") + "_uint8_NHWC"))
                .longs();
        int[] drawn = ImageIO.read(out.resolve("seed0000.png").toFile()).getRaster().getPixels(0, 0, 32, 32, (int[]) null);
        int different = 0;
        for (int i = 0; i < drawn.length; i++) {
            assertThat(Math.abs(drawn[i] - expected[i])).isLessThanOrEqualTo(1);
            different += drawn[i] == expected[i] ? 0 : 1;
        }
        assertThat(different).isLessThanOrEqualTo(drawn.length / 1000);
    }

    @Test
    void movedAndTurned() throws IOException {
        String model = "sg3r_tiny32";
        double[] hand = NpyReader.read(reference(model, "transform0_translate_angle")).doubles();
        generate(model, "--psi", "0.7", "--translate", hand[0] + "," + hand[1], "--rotate", hand[2], "--format", "npy");
        for (int seed : new int[]{0, 7})
            assertThat(distance(picture(seed), reference(model, "img_seed" + seed + "_psi0.7_transform0")))
                    .isLessThanOrEqualTo(PICTURE);
    }

    @Test
    void whatCannotBeMovedSaysSo() {
        Call call = Call.of(CommandEngine.installed(), "generate", fixture(PLAIN + ".pkl"), "--seeds", "0", "--rotate", "30",
                "--out", out);
        assertThat(call.exitCode()).isZero();
        assertThat(call.err()).contains("cannot move what it draws: --translate and --rotate change nothing.");
        assertThat(Call.of(CommandEngine.installed(), "generate", fixture("sg3r_tiny32.pkl"), "--seeds", "0", "--translate", "1",
                "--out", out).err()).contains("“1” is not two numbers, such as 0.25,-0.1");
    }

    @Test
    void savedWDrawsTheSamePicture() throws IOException {
        generate(PLAIN, "--psi", "0.7", "--format", "npy", "--save-w");
        done("generate", fixture(PLAIN + ".pkl"), "--w", w(7), "--format", "npy", "--out", out, List.of());
        assertThat(distance(out.resolve("w0000.npy"), picture(7))).isLessThanOrEqualTo(1e-6);
    }

    @Test
    void noiseThatIsBroughtAlongIsUsed() throws IOException {
        Path noise = Files.createDirectory(out.resolve("noise"));
        for (int layer = 0; layer < 7; layer++) {
            int side = 4 << (layer + 1) / 2;
            NpyReader.write(noise.resolve("noise_" + layer + ".npy"), new int[]{side, side}, new float[side * side]);
        }
        generate(PLAIN, "--noise", noise, "--format", "npy");
        assertThat(distance(picture(0), reference(PLAIN, "img_seed0_psi1_none"))).isLessThanOrEqualTo(PICTURE);
    }

    @Test
    void inspectsEveryFixture() throws IOException {
        assertThat(Call.of(CommandEngine.installed(), "inspect", fixture(CONDITIONAL + ".pkl")).out()).contains("StyleGAN2",
                "32 × 32", "3 (RGB)", "z             48", "w             40", "layers        8", "classes       5");
    }

    @Test
    void exportsAFileThatStandsAlone() throws IOException {
        Path file = out.resolve("model.onnx");
        Call call = Call.of(CommandEngine.installed(), "export", fixture(CONDITIONAL + ".pkl"), "--out", file);
        assertThat(call.out()).contains("z [N,48]", "c [N,5]", "psi [N,8]", "picture [N,3,32,32]");
        assertThat(Files.size(file)).isGreaterThan(300_000);
        assertThat(Call.of(CommandEngine.installed(), "export", fixture(CONDITIONAL + ".pkl"), "--out", file).exitCode())
                .isEqualTo(2);
    }

    @Test
    void aConditionalModelNeedsAClass() {
        Call call = Call.of(CommandEngine.installed(), "generate", fixture(CONDITIONAL + ".pkl"), "--seeds", "0", "--out", out);
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).contains("is conditional: choose one of its 5 classes, 0 to 4, with --class.");
    }

    private void generate(String model, Object... options) throws IOException {
        List<Object> words = new ArrayList<>(List.of("generate", fixture(model + ".pkl"), "--seeds", "0,7", "--out", out));
        words.addAll(List.of(options));
        words.add(label(model));
        done(words.toArray());
    }

    private static void done(Object... words) {
        List<Object> flat = new ArrayList<>();
        for (Object word : words)
            if (word instanceof List<?> several) flat.addAll(several);
            else
                flat.add(word);
        Call call = Call.of(CommandEngine.installed(), flat.toArray());
        assertThat(call.err()).isEmpty();
        assertThat(call.exitCode()).isZero();
    }

    private static List<String> label(String model) throws IOException {
        if (!model.equals(CONDITIONAL)) return List.of();
        float[] label = NpyReader.read(reference(model, "c")).floats();
        for (int i = 0; i < label.length; i++)
            if (label[i] == 1) return List.of("--class", String.valueOf(i));
        throw new AssertionError("no class in " + Arrays.toString(label));
    }

    private static String list(String model, String array) throws IOException {
        return LongStream.of(NpyReader.read(reference(model, array)).longs()).mapToObj(Long::toString)
                .collect(Collectors.joining(","));
    }

    private Path picture(int seed) {
        return out.resolve("seed%04d.npy".formatted(seed));
    }

    private Path w(int seed) {
        return out.resolve("seed%04d.w.npy".formatted(seed));
    }

    private static Path reference(String model, String array) {
        return fixture("ref/" + model + "/" + array + ".npy");
    }

    private static Path fixture(String name) {
        try {
            return Path.of(CommandLineParityTest.class.getResource("/fixtures/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static double distance(Path file, Path reference) throws IOException {
        return distance(NpyReader.read(file).floats(), NpyReader.read(reference).floats());
    }

    private static double distance(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double most = 0;
        for (int i = 0; i < a.length; i++)
            most = Math.max(most, Math.abs(a[i] - b[i]));
        return most;
    }
}
