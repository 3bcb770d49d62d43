package meander.training.run;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import javax.imageio.ImageIO;

import meander.models.files.FileTrees;
import meander.training.recipe.Recipes;

/**
 * Writes the run folders and the exported training under {@code src/test/resources/golden/runs} anew. They stand for what people have on
 * their disks, so this is only run by hand, from the module's folder, when a format is meant to change; the numbers in
 * {@link GoldenRunsTest} are then read off again.
 */
public final class GoldenRuns {
    static final String PICTURES = "pictures.zip";
    static final String SIDES = "sides.zip";
    /** What a run says its data is, instead of a place on whose disk it was made. */
    static final String ELSEWHERE = "elsewhere/";

    private static final Map<String, String> COMMON = Map.of("sample-interval", "0.016", "metric-interval", "0.016",
            "checkpoint-interval", "1");
    private static final Map<String, Map<String, String>> RUNS = new TreeMap<>(Map.of("dcgan",
            Map.of("batch-size", "4", "gradient-accumulation", "2", "width", "2", "z-dim", "4"), "stylegan2",
            Map.of("batch-size", "4", "gradient-accumulation", "2", "channel-base", "32", "channel-max", "4", "z-dim", "4",
                    "w-dim", "4", "path-length", "2", "r1-interval", "2", "path-length-interval", "2", "resolution", "8"),
            "cyclegan", Map.of("batch-size", "2", "width", "1", "d-width", "1", "patch", "0", "blocks", "1", "pool-size", "2",
                    "resolution", "8", "jitter", "1.25", "held-back", "0.3")));

    /** What nobody reads again. */
    private static final Pattern NOT_READ = Pattern.compile("\\.lock$|tfevents|samples.000000000");

    private GoldenRuns() {}

    public static void main(String[] arguments) throws Exception {
        Path golden = Path.of("src/test/resources/golden/runs");
        Path home = Files.createTempDirectory("golden");
        zip(golden.resolve(PICTURES), "even", "odd");
        zip(golden.resolve(SIDES), "A", "B");
        LocalEngine engine = new LocalEngine(Recipes.installed(), home.resolve("cache"), () -> false);
        for (var each : RUNS.entrySet()) {
            Path data = golden.resolve(each.getKey().equals("cyclegan") ? SIDES : PICTURES).toAbsolutePath();
            TrainingSpec spec = new TrainingSpec(each.getKey(), data.toString(), 0.016, 7, new TreeMap<>()).with(COMMON)
                    .with(each.getValue());
            RunFolder run = new RunFolder(home.resolve(each.getKey()));
            TrainingEvent.Ended end = engine.start(spec, run.path(), _ -> {}).ended().get();
            if (!end.sentence().isEmpty()) throw new IllegalStateException(end.sentence());
            run.keep(new TreeSet<>(List.of(8L, 16L)));
            if (each.getKey().equals("dcgan")) {
                Path exported = home.resolve("exported");
                new TrainingExport(Recipes.installed(), home.resolve("cache")).write(run, Map.of(), exported, () -> false,
                        _ -> {});
                TrainingState state = TrainingState.read(run.state().orElseThrow());
                TorchSave.write(exported.resolve(TrainingExport.CHECKPOINT), Map.of("step", 9L, "images", 36L), state.tensors());
                Files.writeString(exported.resolve(TrainingExport.LOG),
                        "{\"event\": \"measured\", \"at\": 1750000000000, \"images\": 36, \"figures\": {\"G/loss\": 0.25}}\n");
                keep(exported, golden.resolve("exported"), data);
            }
            keep(run.path(), golden.resolve(each.getKey()), data);
        }
        FileTrees.delete(home);
        System.exit(0);
    }

    /** Twelve pictures in either of two folders; the same bytes each time. */
    private static void zip(Path file, String... folders) throws IOException {
        Files.createDirectories(file.getParent());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String folder : folders)
                for (int i = 0; i < 8; i++) {
                    BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
                    for (int p = 0; p < 256; p++)
                        picture.setRGB(p % 16, p / 16, folder.hashCode() * 31 + i * 0x10203 + p / 16 * 0x80400 + p % 16 * 0x408);
                    ByteArrayOutputStream png = new ByteArrayOutputStream();
                    ImageIO.write(picture, "png", png);
                    ZipEntry entry = new ZipEntry(folder + "/" + i + ".png");
                    entry.setLastModifiedTime(FileTime.fromMillis(1_600_000_000_000L));
                    zip.putNextEntry(entry);
                    zip.write(png.toByteArray());
                }
        }
    }

    /** Copies what a run leaves; where its data lay is nobody's business. */
    private static void keep(Path from, Path to, Path data) throws IOException {
        if (Files.exists(to)) FileTrees.delete(to);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !NOT_READ.matcher(file.toString()).find())
                    .toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                if (file.toString().endsWith(".json"))
                    Files.writeString(target, Files.readString(file).replace(data.getParent() + "/", ELSEWHERE));
                else
                    Files.copy(file, target);
            }
        }
    }
}
