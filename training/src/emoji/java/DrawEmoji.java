import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Draws the bundled emoji data sets from the vector drawings that Iconify collects, on white: classes of 64x64 pixels to draw anew, and two
 * sides of which one is translated into the other. Run it again with {@code mvn -Pemoji -pl training -am process-classes}; the same Java
 * writes the same bytes.
 */
final class DrawEmoji {
    private static final int SIZE = 64;
    /** Of line art, whose lines would run together. */
    private static final int LARGE = 128;
    /** Shades of line art, and colours beside it: edges need no more, and pictures are a third of the size. */
    private static final int SHADES = 16;
    private static final int COLOURS = 64;
    /** Drawn this many times larger and averaged down: finer edges than the rasterizer's own. */
    private static final int FINER = 4;

    private static final String SMILEYS = "Smileys & Emotion";
    private static final String PEOPLE = "People & Body";

    /** Round faces among the smileys; the rest are hearts, symbols, creatures with bodies, faces hidden behind something. */
    private static final Pattern SMILEY = Pattern.compile("(?!face-in-clouds)(.+-)?face(-.+)?|(.+-)?cat(-.+)?|star-struck"
            + "|rolling-on-the-floor-laughing|head-shaking-.*");

    /** Heads that look at us, without hands, tools or the rest of a body. */
    private static final Pattern HEAD = Pattern.compile("baby|boy|girl|child|man|woman|person|old-man|old-woman|older-person"
            + "|(man|woman|person)-(bald|beard|blonde?-hair|curly-hair|red-hair|white-hair|wearing-turban)"
            + "|woman-with-headscarf|person-with-skullcap|prince|princess|person-with-crown|santa-claus|mrs-claus|mx-claus");
    /** People from the waist up. */
    private static final Pattern BUST = Pattern.compile("((man|woman|person)-)?(artist|astronaut|construction-worker|cook|detective"
            + "|facepalming|factory-worker|farmer|firefighter|frowning|gesturing-no|gesturing-ok|getting-haircut|getting-massage|guard"
            + "|health-worker|in-tuxedo|judge|mechanic|office-worker|pilot|police-officer|pouting|raising-hand|scientist|shrugging"
            + "|singer|student|teacher|technologist|tipping-hand|with-veil)|baby-angel");
    private static final Pattern SKIN = Pattern
            .compile("-(medium-light|medium-dark|light|medium|dark)-skin-tone|-(medium-light|medium-dark|light|medium|dark)$"
                    + "|-tone[1-5]");

    private record Style(String name, String licence, String owner, String home) {
        String shortName() {
            return name.startsWith("fluent") ? "fluent" : name;
        }
    }

    private static final String APACHE = "Apache License, Version 2.0 (https://www.apache.org/licenses/LICENSE-2.0)";
    private static final String MIT = """
            MIT License

            Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
            files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
            modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
            Software is furnished to do so, subject to the following conditions:

            The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
            Software.

            THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
            WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
            COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
            OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
            """;
    private static final Style NOTO = new Style("noto", APACHE, "Noto Emoji, Copyright Google Inc.",
            "https://github.com/googlefonts/noto-emoji");
    private static final Style BLOBS = new Style("noto-v1", APACHE, "Noto Emoji, the first generation, Copyright Google Inc.",
            "https://github.com/googlefonts/noto-emoji");
    private static final Style FLAT = fluent("fluent-emoji-flat");
    private static final Style LINES = fluent("fluent-emoji-high-contrast");
    private static final List<Style> STYLES = List.of(NOTO, BLOBS, FLAT);

    private static Style fluent(String name) {
        return new Style(name, MIT, "Fluent Emoji, Copyright (c) Microsoft Corporation.",
                "https://github.com/microsoft/fluentui-emoji");
    }

    private record Icon(String style, String group, String name, String svg) {
        String plainName() {
            return SKIN.matcher(name).replaceAll("");
        }

        boolean isSmiley() {
            return group.equals(SMILEYS) && SMILEY.matcher(name).matches();
        }

        boolean isHead() {
            return group.equals(PEOPLE) && HEAD.matcher(plainName()).matches();
        }

        boolean isBust() {
            return group.equals(PEOPLE) && plainName().equals(name) && BUST.matcher(name).matches();
        }

        String png() {
            return name + ".png";
        }
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Map<String, byte[]> faces = new TreeMap<>();
        for (Style style : STYLES) {
            Map<String, byte[]> all = new TreeMap<>();
            for (Icon icon : icons(style)) {
                boolean face = icon.isSmiley() || icon.isHead();
                boolean plain = icon.plainName().equals(icon.name());
                if (!face && !plain) continue;
                byte[] png = png(draw(icon, SIZE));
                // The people come in six colours of skin; one of each is enough among everything else.
                if (plain) all.put(icon.group() + "/" + icon.png(), png);
                if (face) faces.put(style.shortName() + (icon.isSmiley() ? " smileys/" : " people/") + icon.png(), png);
            }
            write(folder.resolve(style.name() + ".zip"), List.of(style), SIZE, all);
        }
        write(folder.resolve("emoji.zip"), STYLES, SIZE, faces);
        write(folder.resolve("line-art.zip"), List.of(LINES, FLAT), LARGE, lineArt());
        write(folder.resolve("blobs.zip"), List.of(NOTO, BLOBS), SIZE, blobs());
    }

    /** Two sides of one picture each: outlines and colours. */
    private static Map<String, byte[]> lineArt() throws IOException {
        Map<String, Icon> coloured = icons(FLAT).stream().collect(Collectors.toMap(Icon::name, icon -> icon, (first, _) -> first));
        Map<String, byte[]> both = new TreeMap<>();
        for (Icon lines : icons(LINES)) {
            Icon colours = coloured.get(lines.name());
            if (colours == null) continue;
            both.put("A/" + lines.png(), png(reduced(draw(lines, LARGE), SHADES)));
            both.put("B/" + lines.png(), png(reduced(draw(colours, LARGE), COLOURS)));
        }
        return both;
    }

    /**
     * Two styles of faces and people. Of the names that both have, one half is learned from in the one style and the other half in the other,
     * so that no picture has its counterpart; what is left is there to judge by.
     */
    private static Map<String, byte[]> blobs() throws IOException {
        List<Icon> round = faces(NOTO);
        List<Icon> blobs = faces(BLOBS);
        Set<String> shared = new TreeSet<>(round.stream().map(Icon::plainName).toList());
        shared.retainAll(blobs.stream().map(Icon::plainName).toList());
        List<String> order = List.copyOf(shared);
        Map<String, byte[]> sides = new TreeMap<>();
        for (Icon icon : round)
            sides.put((order.indexOf(icon.plainName()) % 2 == 1 ? "testA/" : "trainA/") + icon.png(), png(draw(icon, SIZE)));
        for (Icon icon : blobs)
            sides.put((order.indexOf(icon.plainName()) % 2 == 0 ? "testB/" : "trainB/") + icon.png(), png(draw(icon, SIZE)));
        return sides;
    }

    private static List<Icon> faces(Style style) throws IOException {
        return icons(style).stream().filter(icon -> icon.isSmiley() || icon.isHead() || icon.isBust()).toList();
    }

    private static List<Icon> icons(Style style) throws IOException {
        JsonNode set = new ObjectMapper().readTree(resource("json/" + style.name() + ".json"));
        List<Icon> icons = new ArrayList<>();
        set.get("categories").forEachEntry((group, names) -> names.forEach(name -> {
            JsonNode icon = set.get("icons").get(name.asText());
            if (icon == null) return;
            int width = icon.path("width").asInt(set.get("width").asInt());
            int height = icon.path("height").asInt(set.get("height").asInt());
            icons.add(new Icon(style.name(), group, name.asText(),
                    """
                            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="%d %d %d %d">%s</svg>
                            """
                            .formatted(icon.path("left").asInt(0), icon.path("top").asInt(0), width, height,
                                    icon.get("body").asText().replace("currentColor", "#000"))));
        }));
        return icons;
    }

    /** Found by its end: the version stands in the path. */
    private static byte[] resource(String name) throws IOException {
        String jar = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.contains("iconify__json")).findFirst().orElseThrow();
        try (ZipFile file = new ZipFile(jar)) {
            var entry = file.stream().filter(each -> each.getName().endsWith("/" + name)).findFirst().orElseThrow();
            try (InputStream in = file.getInputStream(entry)) {
                return in.readAllBytes();
            }
        }
    }

    private static BufferedImage draw(Icon icon, int size) {
        SVGDocument drawing = new SVGLoader().load(new ByteArrayInputStream(icon.svg().getBytes(StandardCharsets.UTF_8)), null,
                LoaderContext.createDefault());
        if (drawing == null) throw new IllegalStateException(icon.style() + ": " + icon.name() + " cannot be drawn");
        int large = size * FINER;
        BufferedImage canvas = new BufferedImage(large, large, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = canvas.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, large, large);
        drawing.render((Component) null, graphics, new ViewBox(0, 0, large, large));
        graphics.dispose();

        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int[] block = canvas.getRGB(x * FINER, y * FINER, FINER, FINER, null, 0, FINER);
                picture.setRGB(x, y, mean(block, 16) << 16 | mean(block, 8) << 8 | mean(block, 0));
            }
        }
        return picture;
    }

    private static int mean(int[] block, int shift) {
        return (IntStream.of(block).map(rgb -> rgb >> shift & 0xff).sum() + block.length / 2) / block.length;
    }

    /** The same picture in its most frequent colours, each pixel in the nearest. */
    private static BufferedImage reduced(BufferedImage picture, int colours) {
        int size = picture.getWidth();
        int[] pixels = picture.getRGB(0, 0, size, size, null, 0, size);
        Map<Integer, Long> counts = IntStream.of(pixels).boxed().collect(Collectors.groupingBy(rgb -> rgb, Collectors.counting()));
        List<Integer> kept = new ArrayList<>();
        counts.entrySet().stream().sorted(Map.Entry.<Integer, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(colours).forEach(entry -> kept.add(entry.getKey()));
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int rgb : counts.keySet())
            nearest.put(rgb, kept.stream().min(Comparator.comparingInt(other -> apart(rgb, other))).orElseThrow());
        BufferedImage reduced = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        reduced.setRGB(0, 0, size, size, IntStream.of(pixels).map(nearest::get).toArray(), 0, size);
        return reduced;
    }

    private static int apart(int one, int other) {
        return IntStream.of(16, 8, 0).map(shift -> (one >> shift & 0xff) - (other >> shift & 0xff)).map(d -> d * d).sum();
    }

    /** The smaller of true colours and a palette, where the picture has few enough of them. */
    private static byte[] png(BufferedImage picture) throws IOException {
        int size = picture.getWidth();
        byte[] colours = encode(picture);
        int[] palette = IntStream.of(picture.getRGB(0, 0, size, size, null, 0, size)).distinct().sorted().toArray();
        if (palette.length > 256) return colours;
        BufferedImage indexed = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE));
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int at = Arrays.binarySearch(palette, picture.getRGB(x, y));
                indexed.getRaster().setSample(x, y, 0, at);
            }
        }
        byte[] smaller = encode(indexed);
        return smaller.length < colours.length ? smaller : colours;
    }

    private static byte[] encode(BufferedImage picture) throws IOException {
        ImageWriter writer = ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(picture), "png").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(0); // the smallest
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static void write(Path zip, List<Style> styles, int size, Map<String, byte[]> pictures) throws IOException {
        String notice = styles.stream()
                .map(style -> "%s: %s\nDrawn from %s, as collected by Iconify (https://github.com/iconify/icon-sets)\n%s\n"
                        .formatted(style.name(), style.owner(), style.home(), style.licence()))
                .collect(Collectors.joining("\n", "Pictures of %dx%d pixels, drawn from vector graphics onto white.\n\n".formatted(size, size), ""));
        try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(zip)))) {
            put(out, "LICENCE.txt", notice.getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> each : pictures.entrySet())
                put(out, each.getKey(), each.getValue());
        }
        Map<String, Long> counts = pictures.keySet().stream().collect(
                Collectors.groupingBy(name -> name.substring(0, name.indexOf('/')), TreeMap::new, Collectors.counting()));
        System.out.println(zip.getFileName() + ": " + pictures.size() + " pictures, " + Files.size(zip) + " bytes, " + counts);
    }

    /** Stored, as the pictures are compressed themselves; without a time, for the same bytes again. */
    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
