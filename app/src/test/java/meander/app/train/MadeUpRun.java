package meander.app.train;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;

import javax.imageio.ImageIO;

import meander.app.base.Message;
import meander.training.data.DataSettings.Sides;
import meander.training.run.RunFolder;
import meander.training.run.TrainingEvent;
import meander.training.run.TrainingSpec;

/** The folder of a training that never was: faces that come out of the noise. */
public final class MadeUpRun {
    static final int COLUMNS = 12;
    static final int ROWS = 4;
    static final int SIDE = 64;
    /** A moment in November 2026, so that figures are the same whenever a test runs. */
    static final long BEGAN = 1_795_431_600_000L;

    private final Path folder;
    private final long of;
    private final Random random;
    private long at = BEGAN;
    private double bestSwd = Double.MAX_VALUE;

    public MadeUpRun(Path folder, long of, long seed) {
        this.folder = folder;
        this.of = of;
        this.random = new Random(seed);
    }

    public static TrainingSpec spec(double kimg) {
        return TrainingSpec.of("stylegan2", "bundled:emoji", kimg).with(Map.of("batch-size", "16", "gamma", "0.5"));
    }

    /** Writes a run that ended well, or without a word. @param reached images, @param sheets how many sheets of pictures */
    public static Path write(Path folder, long of, long reached, int sheets, boolean ended) throws IOException {
        MadeUpRun run = new MadeUpRun(folder, of, folder.getFileName().toString().hashCode());
        RunFolder there = new RunFolder(folder);
        there.write(spec(of / 1000.0));
        there.log(run.started(0, false));
        long step = Math.max(1, reached / 400);
        long every = Math.max(1, reached / sheets);
        long next = 0;
        for (long images = step; images <= reached; images += step) {
            for (TrainingEvent event : run.measure(images))
                there.log(event);
            if (images >= next) {
                there.log(run.samples(images));
                next += every;
            }
            if (images % (step * 100) < step) there.log(run.checkpoint(images));
        }
        there.log(new TrainingEvent.Noticed(run.tick(), reached * 9 / 10, "overpowered", List.of()));
        there.log(run.samples(reached));
        if (ended)
            there.log(new TrainingEvent.Ended(run.tick(), reached,
                    reached >= of ? TrainingEvent.Ended.Reason.FINISHED : TrainingEvent.Ended.Reason.STOPPED, ""));
        return folder;
    }

    public TrainingEvent.Started started(long images, boolean resumed) {
        return new TrainingEvent.Started(tick(), images, of, resumed, "CPU · 2");
    }

    private long tick() {
        at += 36_000;
        return at;
    }

    /** Figures, and a notice when they are the best so far. */
    public List<TrainingEvent> measure(long images) {
        double share = (double) images / of;
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        figures.put("G/loss", 1.6 - 0.7 * share + noise(0.06));
        figures.put("D/loss", 0.7 + 0.5 * share + noise(0.05));
        figures.put("D/sign_real", 0.15 + 0.45 * Math.sqrt(share) + noise(0.04));
        figures.put("D/sign_fake", -0.1 - 0.4 * Math.sqrt(share) + noise(0.04));
        figures.put("D/r1", 0.02 + 0.05 * share + Math.abs(noise(0.01)));
        figures.put("augment/p", Math.min(0.31, share));
        figures.put("ema/distance", 0.02 * Math.exp(-3 * share) + 0.004);
        figures.put("swd", 14 + 60 * Math.exp(-5 * share) + noise(0.8));
        figures.put("msssim", 0.31 - 0.12 * Math.exp(-4 * share) + noise(0.01));
        List<TrainingEvent> events = new ArrayList<>();
        events.add(new TrainingEvent.Measured(tick(), images, figures));
        if (figures.get("swd") < bestSwd - 8) {
            bestSwd = figures.get("swd");
            events.add(new TrainingEvent.Noticed(at, images, "best", List.of(Double.toString(bestSwd))));
        }
        return events;
    }

    private double noise(double size) {
        return random.nextGaussian() * size;
    }

    public TrainingEvent.Checkpoint checkpoint(long images) throws IOException {
        String name = "model-%09d.safetensors".formatted(images);
        Files.write(folder.resolve(name), new byte[0]);
        return new TrainingEvent.Checkpoint(tick(), images, name);
    }

    /** Draws a sheet. */
    public TrainingEvent.Samples samples(long images) throws IOException {
        BufferedImage sheet = new BufferedImage(COLUMNS * SIDE, ROWS * SIDE, BufferedImage.TYPE_INT_RGB);
        double share = Math.clamp((double) images / of, 0, 1);
        for (int i = 0; i < COLUMNS * ROWS; i++)
            sheet.getGraphics().drawImage(blurred(face(i), (1 - share) * (1 - share)), i % COLUMNS * SIDE, i / COLUMNS * SIDE,
                    SIDE, SIDE, null);
        String name = "samples/%09d.png".formatted(images);
        Files.createDirectories(folder.resolve("samples"));
        ImageIO.write(sheet, "png", folder.resolve(name).toFile());
        return new TrainingEvent.Samples(tick(), images, name, COLUMNS, ROWS, SIDE, SIDE);
    }

    /** Fewer pixels and more noise, the earlier it is. */
    private static BufferedImage blurred(BufferedImage face, double amount) {
        int side = Math.max(3, (int) (SIDE * (1 - 0.95 * amount)));
        BufferedImage small = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = small.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(face, 0, 0, side, side, null);
        Random random = new Random(side);
        for (int i = 0; i < side * side * amount; i++)
            small.setRGB(random.nextInt(side), random.nextInt(side), Color.HSBtoRGB(random.nextFloat(), 0.5f, 0.9f));
        BufferedImage large = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        pen = large.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.drawImage(small, 0, 0, SIDE, SIDE, null);
        return large;
    }

    static BufferedImage face(int which) {
        Random random = new Random(which * 31L + 7);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, SIDE, SIDE);
        pen.setColor(Color.getHSBColor(which % 6 == 5 ? random.nextFloat() : 0.13f, 0.75f, 0.98f));
        pen.fill(new Ellipse2D.Double(5, 5, 54, 54));
        pen.setColor(new Color(0x5A3A12));
        double eyes = 22 + random.nextInt(8);
        double open = 3 + random.nextInt(8);
        pen.fill(new Ellipse2D.Double(20 - 3, eyes, 7, open));
        pen.fill(new Ellipse2D.Double(40, eyes, 7, random.nextInt(4) == 0 ? 2 : open));
        pen.setStroke(new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        int mood = random.nextInt(4);
        if (mood == 0) pen.draw(new Arc2D.Double(20, 32, 24, 16, 200, 140, Arc2D.OPEN));
        else if (mood == 1) pen.fill(new Arc2D.Double(18, 28, 28, 24, 180, 180, Arc2D.PIE));
        else if (mood == 2) pen.fill(new Ellipse2D.Double(28, 40, 9, 10));
        else
            pen.draw(new Arc2D.Double(22, 42, 20, 12, 20, 140, Arc2D.OPEN));
        return image;
    }

    /** Faces as data that was looked through. */
    public static DatasetInspector look() {
        return new DatasetInspector() {
            @Override
            public List<Ready> ready() {
                return List.of(new Ready("bundled:emoji", "emoji"), new Ready("bundled:fashion", "fashion"));
            }

            @Override
            public Summary look(String data, Sides sides, java.util.function.BooleanSupplier cancelled) throws IOException {
                if (data.contains("bad")) throw new IOException("There are no pictures in this folder.");
                List<Picture> pictures = new ArrayList<>();
                for (int i = 0; i < SHEET; i++)
                    pictures.add(new Picture(SIDE, SIDE, face(100 + i).getRGB(0, 0, SIDE, SIDE, null, 0, SIDE)));
                List<Skipped> skipped = data.startsWith("bundled:")
                        ? List.of()
                        : List.of(new Skipped(new Message("skipped.DAMAGED", List.of(), "damaged"), 3, "broken.jpg"),
                                new Skipped(Message.said("too small"), 12, "icon.png"));
                return new Summary(data.replaceFirst(".*[:/]", ""), 2771, SIDE, SIDE, 7, data.startsWith("bundled:") ? 0 : 41, 0,
                        skipped, pictures, data.startsWith("bundled:") ? 0 : 15);
            }
        };
    }
}
