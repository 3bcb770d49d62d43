package meander.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import meander.app.base.FxThreads;
import meander.app.library.GoldenLibrary;
import meander.app.picture.LastPictureCache;
import meander.app.picture.PictureRecipe;
import meander.app.picture.PngFrames;
import meander.app.session.WindowState;
import meander.app.session.WindowStateStore;
import meander.app.settings.AppSettings.Drawing;
import meander.app.settings.AppSettingsStore;
import meander.models.family.ModelInfo;
import meander.models.files.FileTrees;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.latent.ClassMix;
import meander.models.latent.Noise;
import meander.models.latent.SeedPlanePoint;
import meander.models.latent.StyleMix;
import meander.models.latent.Truncation;
import meander.models.latent.WOffsets;
import meander.models.latent.ZOffsets;
import meander.models.render.Frame;
import meander.models.request.RenderRequest;

/**
 * Writes the files under {@code src/test/resources/golden/saved} anew. They stand for what people have on their disks, so this is only run by
 * hand, from the module's folder, when a format is meant to change; the numbers in the tests are then read off again.
 */
public final class GoldenFiles {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/saved");
    private static final Path FIXTURES = Path.of("../models/src/test/resources/fixtures").toAbsolutePath().normalize();
    private static final String HASH = "a".repeat(64);

    private GoldenFiles() {}

    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(GOLDEN);
        Path home = Files.createTempDirectory("golden");
        pictures(home);
        recipes();
        session(home.resolve("session"));
        try (AppSettingsStore store = new AppSettingsStore(home.resolve("settings"), FxThreads.inline())) {
            store.update(settings -> settings.withThreads(3).withDrawing(Drawing.CPU).withRoom(7)
                    .withRuns(Optional.of(Path.of("/data/my trainings"))).withCache(Optional.of(Path.of("/data/图"))));
        }
        keep(home.resolve("settings/settings.json"), "settings.json");
        GoldenLibrary.write(home.resolve("library"));
        keep(home.resolve("library/library.json"), "library.json");
        FileTrees.delete(home);
        System.exit(0);
    }

    /** What the verbs write. */
    private static void pictures(Path out) throws IOException {
        call("generate", FIXTURES.resolve("sg2ada_cond_tiny32_proto3.pkl"), "--seeds", 85, "--psi", 0.7, "--cutoff", 3, "--noise",
                "random", "--noise-seed", 17, "--noise-strength", "5=0.5", "--class", "1=0.25,2=0.75", "--save-w", "--out", out);
        keep(out.resolve("seed0085.png"), "generate.png");
        keep(out.resolve("seed0085.w.npy"), "generate.w.npy");
        call("mix", FIXTURES.resolve("sg2ada_cond_tiny32_proto3.pkl"), "--rows", 85, "--cols", 100, "--layers", "0-3", "--class",
                1, "--out", out);
        keep(out.resolve("row0085-col0100.png"), "mix.png");
        call("generate", FIXTURES.resolve("sg3r_tiny32.pkl"), "--seeds", 7, "--translate", "0.25,-0.1", "--rotate", 30, "--out",
                out);
        keep(out.resolve("seed0007.png"), "transform.png");
        call("translate", FIXTURES.resolve("resnet6_ngf8_batchnorm_dropout_zip.pth"), "--input", GOLDEN.resolve("generate.png"),
                "--dropout-seed", 5, "--statistics", "batch", "--out", out.resolve("translated"));
        keep(out.resolve("translated/generate.png"), "translate.png");
    }

    private static void call(Object... words) {
        Call call = Call.of(CommandEngine.installed(), words);
        if (call.exitCode() != 0) throw new IllegalStateException(call.err());
    }

    /** What the window writes when everything that can be turned was turned. */
    private static void recipes() throws IOException {
        Frame frame = frame(turned());
        PngFrames.write(GOLDEN.resolve("everything.png"), frame,
                new PictureRecipe("0.1.0", "面 \"faces\".pkl", HASH, "StyleGAN2", frame.request(), false, 3, 2, 2));
        float[] noise = new float[4096];
        for (int i = 0; i < noise.length; i++)
            noise[i] = i / 4096f;
        RenderRequest given = RenderRequest.DEFAULT.withNoise(Noise.AS_TRAINED
                .withGiven(List.of(new Tensor(Shape.of(1, 1), new float[]{-2.5f}), new Tensor(Shape.of(64, 64), noise))));
        PngFrames.write(GOLDEN.resolve("given-noise.png"), frame(given),
                new PictureRecipe("0.1.0", "a.pt", HASH, "StyleGAN2", given, true, 3, 2, 1));
        Path last = Files.createTempDirectory("last");
        new LastPictureCache(last, LastPictureCache.MOST_BYTES, Runnable::run).keep(frame(turned()), info(), HASH);
        keep(last.resolve(HASH + ".png"), "last/" + HASH + ".png");
        FileTrees.delete(last);
    }

    private static RenderRequest turned() {
        Tensor styles = new Tensor(Shape.of(2, 3), new float[]{0.1f, -2.5e-30f, Float.MIN_VALUE, -0f, 3e30f, 1});
        return RenderRequest.DEFAULT.withPoint(new SeedPlanePoint(4294967295L, -1.25, 1e-9)).withStyles(Optional.of(styles))
                .withTruncation(new Truncation(0.7, 4)).withClasses(new ClassMix(new TreeMap<>(Map.of(0, 0.3, 4, 0.7))))
                .withNoise(new Noise(Noise.Mode.RANDOM, 17, 0.5, new TreeMap<>(Map.of(3, 0.25))))
                .withMix(StyleMix.NONE.withDonor(85).withDonor(100).withWeights(2, List.of(0.0, 0.5, 0.5)))
                .withZOffsets(ZOffsets.NONE.with(1, -0.5)).withWOffsets(WOffsets.NONE.with(3, 2).with(5, 7, 1.0 / 3))
                .withSlider("slope", 0.2).withSlider("translateX", -0.75);
    }

    private static Frame frame(RenderRequest request) {
        float[] values = new float[18];
        for (int i = 0; i < values.length; i++)
            values[i] = -1 + i / 8.5f;
        return new Frame(new Tensor(Shape.of(3, 2, 3), values), true, 0, request);
    }

    private static ModelInfo info() {
        return new ModelInfo(Path.of("a.pkl"), "StyleGAN2", "", 3, 2, 3, 4, 4, 2, 0, 100, List.of());
    }

    private static void session(Path folder) throws IOException {
        try (WindowStateStore store = new WindowStateStore(folder, FxThreads.inline())) {
            store.update(session -> session.withWindow(new WindowState.Bounds(-10, 20.5, 1280, 800, true))
                    .withColumn("library", 264).withColumn("inspector", 0).withTheme("light").withLanguage("zh-CN")
                    .withFolder(Path.of("/data/pictures")).withRun(Path.of("/data/runs/older"))
                    .withRun(Path.of("/data/runs/newer"))
                    .withRecent(
                            new WindowState.Recent(Path.of("/models/b.pth"), "b.pth", "DCGAN · 32 px · 1.1 M", "b".repeat(64)))
                    .withRecent(new WindowState.Recent(Path.of("/models/脸.pkl"), "脸.pkl", "StyleGAN2 · 256 px · 24.8 M", HASH))
                    .withAnswers(HASH, Map.of("slope", "0.1", "norm", "batch")).withRequest(HASH, turned())
                    .withRequest("b".repeat(64), RenderRequest.DEFAULT.withSeed(85))
                    .withPanes(List.of(new WindowState.Pane(Path.of("/models/c.pth"), "own+dropout", "cycle", 7),
                            new WindowState.Pane(Path.of("/models/d.pth"), "running", "back", 0))));
            store.keepThumbnail(HASH, PngFrames.bytes(PngFrames.image(frame(RenderRequest.DEFAULT))));
        }
        keep(folder.resolve("session.json"), "session.json");
        keep(folder.resolve("thumbnails/" + HASH + ".png"), "thumbnails/" + HASH + ".png");
    }

    private static void keep(Path file, String name) throws IOException {
        Path target = GOLDEN.resolve(name);
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
