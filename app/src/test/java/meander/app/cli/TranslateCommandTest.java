package meander.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;

import javax.imageio.ImageIO;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.app.picture.PictureRecipe;
import meander.app.picture.PngFrames;
import meander.app.picture.Sha256;
import meander.app.picture.TranslationRecipe;
import meander.models.checkpoint.numpy.NpyReader;
import meander.models.family.Translator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code meander translate} on networks of Pix2Pix and CycleGAN, against what their authors' code gives. */
class TranslateCommandTest {
    private static final double TOLERANCE = 1e-4;
    private static final String BATCH_NORM = "resnet6_ngf8_batchnorm_dropout_zip.pth";
    private static final String INSTANCE_NORM = "cyclegan_resnet6_ngf8_oldstats_legacy.pth";
    private static final String UNET = "pix2pix_unet128_ngf4_legacy.pth";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"cyclegan_resnet9_ngf8_zip.pth, cyclegan_resnet9_ngf8, eval, output_eval",
            "cyclegan_resnet9_ngf8_legacy.pth, cyclegan_resnet9_ngf8, batch, output_eval",
            INSTANCE_NORM + ", cyclegan_resnet6_ngf8, eval, output_eval",
            BATCH_NORM + ", resnet6_ngf8_batchnorm_dropout, eval, output_eval",
            BATCH_NORM + ", resnet6_ngf8_batchnorm_dropout, batch, output_batchstats_nodropout",
            UNET + ", pix2pix_unet128_ngf4, eval, output_eval",
            UNET + ", pix2pix_unet128_ngf4, batch, output_batchstats_nodropout"})
    void numbersAreThoseOfTheAuthorsCode(String file, String reference, String statistics, String output) throws IOException {
        Path input = fixture("ref/" + reference + "/input.npy");
        Call call = Call.of(CommandEngine.installed(), "translate", fixture(file), "--input", input, "--statistics", statistics,
                "--format", "npy", "--out", out());
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(call.out()).isEqualTo(out().resolve("input.npy") + "\n");
        float[] expected = NpyReader.read(fixture("ref/" + reference + "/" + output + ".npy")).floats();
        float[] found = NpyReader.read(out().resolve("input.npy")).floats();
        assertThat(NpyReader.read(out().resolve("input.npy")).shape()).isEqualTo(NpyReader.read(input).shape());
        double most = 0;
        for (int i = 0; i < expected.length; i++)
            most = Math.max(most, Math.abs(expected[i] - found[i]));
        assertThat(found).hasSameSizeAs(expected);
        assertThat(most).isLessThanOrEqualTo(TOLERANCE);
    }

    @Test
    void aFolderAtOnceWithWhatMadeEachPictureInside() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        picture(pictures.resolve("one.png"), 37, 21, BufferedImage.TYPE_INT_ARGB);
        picture(pictures.resolve("two.jpg"), 24, 50, BufferedImage.TYPE_INT_RGB);
        picture(pictures.resolve("three.bmp"), 16, 16, BufferedImage.TYPE_INT_RGB);
        Files.writeString(pictures.resolve("notes.txt"), "no picture");
        Call call = Call.of(CommandEngine.installed(), "translate", fixture(BATCH_NORM), "--input", pictures, "--out", out(),
                "--dropout-seed", "7", "--statistics", "batch", "--json");
        assertThat(call.exitCode()).as(call.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(call.out());
        assertThat(report.get("pictures")).hasSize(3);
        assertThat(out().toFile().list()).containsExactlyInAnyOrder("one.png", "two.png", "three.png");
        BufferedImage one = ImageIO.read(out().resolve("one.png").toFile());
        assertThat(one.getWidth()).isEqualTo(37);
        assertThat(one.getHeight()).isEqualTo(21);

        assertThat(PngFrames.recipe(out().resolve("two.png"))).isInstanceOfSatisfying(PictureRecipe.Reading.Translated.class,
                found -> {
                    TranslationRecipe recipe = found.recipe();
                    assertThat(recipe.model()).isEqualTo(BATCH_NORM);
                    assertThat(recipe.input()).isEqualTo("two.jpg");
                    assertThat(recipe.inputSha256()).isEqualTo(sha256(pictures.resolve("two.jpg")));
                    assertThat(recipe.sha256()).isEqualTo(sha256(fixture(BATCH_NORM)));
                    assertThat(recipe.mode()).isEqualTo(Translator.Mode.AS_TRAINED);
                    assertThat(recipe.dropoutSeed()).isEqualTo(7);
                    assertThat(recipe.width()).isEqualTo(24);
                    assertThat(recipe.height()).isEqualTo(50);
                });
        Call inspected = Call.of(CommandEngine.installed(), "inspect", out().resolve("two.png"));
        assertThat(inspected.out()).contains(BATCH_NORM, "two.jpg", "--statistics batch with dropout, seed 7", "24 × 50");
    }

    @Test
    void theSameSeedForgetsTheSame() throws IOException {
        Path input = picture(folder.resolve("a.png"), 32, 32, BufferedImage.TYPE_INT_RGB);
        for (String run : new String[]{"1", "2", "3"})
            assertThat(Call.of(CommandEngine.installed(), "translate", fixture(BATCH_NORM), "--input", input, "--format", "npy",
                    "--out", folder.resolve(run), "--dropout-seed", run.equals("3") ? 8 : 4).exitCode()).isZero();
        assertThat(folder.resolve("1").resolve("a.npy")).hasSameBinaryContentAs(folder.resolve("2").resolve("a.npy"));
        assertThat(NpyReader.read(folder.resolve("3").resolve("a.npy")).floats())
                .isNotEqualTo(NpyReader.read(folder.resolve("1").resolve("a.npy")).floats());
    }

    @Test
    void whateverAFileHoldsThereIsAPictureOrASentence() throws Exception {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        byte[] whole = Files.readAllBytes(picture(folder.resolve("whole.png"), 64, 64, BufferedImage.TYPE_INT_RGB));
        Files.write(pictures.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
        Files.write(pictures.resolve("huge.png"), pngOf(30_000, 30_000));
        Files.write(pictures.resolve("empty.png"), new byte[0]);
        Files.writeString(pictures.resolve("text.jpg"), "no picture");
        picture(pictures.resolve("dot.png"), 1, 1, BufferedImage.TYPE_INT_RGB);
        picture(pictures.resolve("line.png"), 90, 1, BufferedImage.TYPE_INT_RGB);
        picture(pictures.resolve("sixteen.png"), 20, 20, BufferedImage.TYPE_USHORT_GRAY);
        for (String name : new String[]{"cmyk.jpg", "moving.gif"})
            Files.copy(TranslateCommandTest.class.getResourceAsStream(name), pictures.resolve(name));
        NpyReader.write(pictures.resolve("grey.npy"), new int[]{1, 8, 8}, new float[64]);
        Call call = Call.of(CommandEngine.installed(), "translate", fixture(INSTANCE_NORM), "--input", pictures, "--out", out());
        assertThat(call.exitCode()).isEqualTo(1);
        assertThat(call.err())
                .contains("huge.png: The picture has 30,000 x 30,000 pixels, more than 64 million.",
                        "empty.png: The file is empty.", "text.jpg: This is no picture of a kind that can be read here.",
                        "grey.npy is [1, 8, 8]; this network takes [3, H, W] or [1, 3, H, W].",
                        "5 of the 10 pictures could not be translated.")
                .containsPattern("cut.png: The (file ends|picture is damaged)");
        assertThat(out().toFile().list()).containsExactlyInAnyOrder("dot.png", "line.png", "sixteen.png", "cmyk.png",
                "moving.png");
        assertThat(ImageIO.read(out().resolve("dot.png").toFile()).getWidth()).isEqualTo(1);
        assertThat(ImageIO.read(out().resolve("line.png").toFile()).getWidth()).isEqualTo(90);
        assertThat(call.err()).doesNotContain("Exception");
    }

    @Test
    void theNetworkBesideItLeadsBack() throws IOException {
        Path there = Files.copy(fixture(INSTANCE_NORM), folder.resolve("latest_net_G_A.pth"));
        Path input = picture(folder.resolve("a.png"), 16, 16, BufferedImage.TYPE_INT_RGB);
        refused(2, "has no network that leads back", "translate", there, "--input", input, "--out", out(), "--reverse");
        Path back = Files.copy(fixture(BATCH_NORM), folder.resolve("latest_net_G_B.pth"));
        assertThat(Call.of(CommandEngine.installed(), "inspect", there).out()).contains("latest_net_G_B.pth");
        assertThat(
                Call.of(CommandEngine.installed(), "translate", there, "--input", input, "--out", out(), "--reverse").exitCode())
                .isZero();
        assertThat(PngFrames.recipe(out().resolve("a.png"))).isInstanceOfSatisfying(PictureRecipe.Reading.Translated.class,
                found -> assertThat(found.recipe().model()).isEqualTo(back.getFileName().toString()));
    }

    @Test
    void anInterruptKeepsWhatIsDone() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (String name : new String[]{"a.png", "b.png", "c.png"})
            picture(pictures.resolve(name), 16, 16, BufferedImage.TYPE_INT_RGB);
        AtomicInteger asked = new AtomicInteger();
        BooleanSupplier onceOneIsThere = () -> Files.exists(out().resolve("a.png")) && asked.incrementAndGet() > 0;
        Call call = Call.of(CommandEngine.installed(), onceOneIsThere, "translate", fixture(INSTANCE_NORM), "--input", pictures,
                "--out", out());
        assertThat(call.exitCode()).isEqualTo(130);
        assertThat(out().toFile().list()).containsExactly("a.png");
    }

    @Test
    void wrongCallsAreToldBeforeTheWork() throws IOException {
        Path input = picture(folder.resolve("a.png"), 16, 16, BufferedImage.TYPE_INT_RGB);
        Path network = fixture(INSTANCE_NORM);
        refused(2, "does not exist; name a picture", "translate", network, "--input", folder.resolve("b.png"), "--out", out());
        refused(2, "holds no pictures", "translate", network, "--input", Files.createDirectory(folder.resolve("none")), "--out",
                out());
        refused(2, "would replace it", "translate", network, "--input", input, "--out", folder, "--force");
        refused(2, "--tile is a side in pixels", "translate", network, "--input", input, "--out", out(), "--tile", "0");
        refused(2, "draws from latents and translates no pictures: use `meander generate`", "translate",
                fixture("sg2ada_tiny32.pkl"), "--input", input, "--out", out());
        refused(2, "translates pictures and draws none of its own: use `meander translate`", "generate", network, "--seeds", "0",
                "--out", out());
        Files.createDirectory(folder.resolve("two"));
        picture(folder.resolve("two").resolve("a.png"), 8, 8, BufferedImage.TYPE_INT_RGB);
        picture(folder.resolve("two").resolve("a.jpg"), 8, 8, BufferedImage.TYPE_INT_RGB);
        refused(2, "would both become a.png", "translate", network, "--input", folder.resolve("two"), "--out", out());
        assertThat(Call.of(CommandEngine.installed(), "translate", network, "--input", input, "--out", out()).exitCode())
                .isZero();
        refused(2, "a.png exists; --force overwrites it.", "translate", network, "--input", input, "--out", out());
    }

    @Test
    void inspectTellsWhatTranslates() throws IOException {
        assertThat(Call.of(CommandEngine.installed(), "inspect", fixture(UNET)).out()).contains(
                "Pix2Pix (U-Net of 7 levels, batch norm", "3 (RGB) → 3 (RGB)", "128 × 128", "--statistics batch with dropout");
        JsonNode report = new ObjectMapper()
                .readTree(Call.of(CommandEngine.installed(), "inspect", fixture(INSTANCE_NORM), "--json").out());
        assertThat(report.get("family").textValue()).isEqualTo("CycleGAN");
        assertThat(report.get("variant").textValue()).isEqualTo("ResNet of 6 blocks, instance norm");
        assertThat(report.get("modes")).hasSize(1);
        assertThat(report.get("multiple").intValue()).isEqualTo(4);
    }

    @Test
    void exportsForOneSizeOrForAny() {
        Path file = folder.resolve("unet.onnx");
        assertThat(Call.of(CommandEngine.installed(), "export", fixture(UNET), "--out", file).out()).contains("input [N,3,H,W]",
                "picture [N,3,H,W]");
        refused(2, "both are multiples of 128", "export", fixture(UNET), "--out", file, "--force", "--size", "100x128");
        refused(2, "is not a size; write for example 512x256", "export", fixture(UNET), "--out", file, "--size", "100");
        refused(2, "keeps no statistics of batches", "export", fixture(INSTANCE_NORM), "--out", file, "--force", "--statistics",
                "batch");
        assertThat(Call.of(CommandEngine.installed(), "export", fixture(UNET), "--out", file, "--force", "--size", "256x128",
                "--statistics", "batch").out()).contains("input [N,3,128,256]");
    }

    private void refused(int exitCode, String sentence, Object... arguments) {
        Call call = Call.of(CommandEngine.installed(), arguments);
        assertThat(call.err()).contains(sentence);
        assertThat(call.exitCode()).isEqualTo(exitCode);
    }

    private Path out() {
        return folder.resolve("out");
    }

    private static Path picture(Path file, int width, int height, int type) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                image.setRGB(x, y, 0xFF000000 | x * 7 % 256 << 16 | y * 11 % 256 << 8 | (x + y) * 5 % 256);
        String name = file.getFileName().toString();
        assertThat(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())).isTrue();
        return file;
    }

    /** The beginning of a picture that says it is large. */
    private static byte[] pngOf(int width, int height) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(header);
        out.write("IHDR".getBytes(StandardCharsets.ISO_8859_1));
        out.writeInt(width);
        out.writeInt(height);
        out.write(new byte[]{8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.toByteArray());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream png = new DataOutputStream(file);
        png.writeLong(0x89504E470D0A1A0AL);
        png.writeInt(13);
        png.write(header.toByteArray());
        png.writeInt((int) crc.getValue());
        return file.toByteArray();
    }

    private static String sha256(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path fixture(String name) {
        try {
            return Path.of(TranslateCommandTest.class.getResource("/fixtures/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
