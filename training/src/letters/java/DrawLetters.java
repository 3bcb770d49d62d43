import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Draws the bundled letters from the free typefaces in a folder of unpacked packages: A to Z, black on white, in 64x64 pixels of 16 shades.
 * {@code letters.zip} holds those to learn from, {@code letters-held-back.zip} families of which none is in the other, {@code letters.txt}
 * names them all. Run it again with {@code mvn -Pletters -pl training -am process-classes -Dfonts=FOLDER}; the same Java draws the same
 * bytes from the same packages.
 */
final class DrawLetters {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int SIZE = 64;
    /** Edges need no more, and pictures are half the size. */
    private static final int SHADES = 16;
    /** Drawn this many times larger and averaged down: finer edges than the rasterizer's own. */
    private static final int FINER = 4;
    /** Side of the pictures that are compared with each other. */
    private static final int THUMBNAIL = 16;
    private static final int VALUES = LETTERS.length() * THUMBNAIL * THUMBNAIL;

    /** What the letters of a typeface are scaled to, in pixels: the median height, unless the widest or the highest would be cut. */
    private static final double HEIGHT = 42;
    private static final double MARGIN = 2;

    /** As many as fit into the size that the zip may have. */
    private static final int MOST = 700;
    /** Of the letters of a typeface, as many must look like the same letters of the others. */
    private static final int RECOGNIZED = 22;
    /** Mean difference, of 255, between two letters of one typeface, or two typefaces; below, they are the same. */
    private static final double SAME = 3;
    /** One family in so many is held back. */
    private static final int HELD_BACK = 12;

    /** Files that hold symbols, or letters of other scripts in the places of A to Z. */
    private static final Pattern SYMBOLS = Pattern.compile("(?i).*(math|symbol|awesome|icon|emoji|ornament|dingbat|smufl|music|bullet|arrows"
            + "|weather|braille|greek|phaistos|countries|hamnosys|outline|initials|barcode|lines|stroke).*");

    /** Licences that allow to give away pictures and models, by the words with which fonts name them. */
    private enum Licence {
        OFL("OFL-1.1", "SIL Open Font|Open Font Licen[cs]e|scripts\\.sil\\.org/OFL|openfontlicense\\.org|\\bOFL\\b"),
        APACHE("Apache-2.0", "Apache Licen[cs]e|apache\\.org/licenses/LICENSE-2\\.0"),
        CC0("CC0-1.0", "\\bCC0\\b|publicdomain/zero"),
        VERA("Bitstream Vera", "Permission is hereby granted, free of charge, to any person obtaining a copy of the fonts accompanying"),
        MIT("MIT", "\\bMIT\\b.{0,20}Licen[cs]e|opensource\\.org/licenses/mit"
                + "|Permission is hereby granted, free of charge, to any person obtaining a copy of this"),
        PUBLIC_DOMAIN("public domain", "public domain");

        private final String title;
        private final Pattern words;

        Licence(String title, String words) {
            this.title = title;
            this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
        }

        /** The first that a font's own words name. */
        static Optional<Licence> named(String text) {
            return Stream.of(values()).filter(each -> each.words.matcher(text).find()).findFirst();
        }
    }

    /** What forbids, or asks for more than naming the typeface, whatever else stands beside it. */
    private static final Pattern OTHER = Pattern.compile("(?i)GUST|LPPL|LaTeX Project|General Public Licen|\\bL?GPL|Creative Commons Attribution"
            + "|non-?commercial|all rights reserved.{0,40}(may not|not be)");
    private static final Map<String, Licence> CATALOGUED = Map.of("ofl", Licence.OFL, "apache2", Licence.APACHE, "mit", Licence.MIT, "pd",
            Licence.PUBLIC_DOMAIN);

    /** What a font says of itself. */
    private record Names(String family, String style, String copyright, String licence) {}

    /** @param file relative to the folder of packages @param pixels of each letter, 0 black to 15 white @param thumbnail of all letters, 0 to 255 */
    private record Typeface(String file, Names names, Licence licence, byte[][] pixels, byte[] thumbnail) {
        /** What is held back as one: a family with its weights, widths and sizes. */
        String kin() {
            return names.family.split("[ \\d-]")[0].toLowerCase(Locale.ROOT);
        }

        String title() {
            return names.style.isEmpty() ? names.family : names.family + " " + names.style;
        }
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Path packages = Path.of(args[1]);
        List<Path> files;
        try (Stream<Path> all = Files.walk(packages)) {
            files = all.filter(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(otf|ttf)") && Files.isRegularFile(file))
                    .sorted(Comparator.comparing(file -> packages.relativize(file).toString())).toList();
        }
        Map<String, Licence> catalogue = catalogue(packages);
        Map<String, Integer> dropped = new TreeMap<>();
        List<Typeface> drawn = new ArrayList<>();
        for (Path file : files) {
            String name = packages.relativize(file).toString().replace('\\', '/');
            String why = draw(file, name, catalogue, drawn);
            if (why != null) dropped.merge(why, 1, Integer::sum);
        }
        System.out.println(files.size() + " files, " + drawn.size() + " drawn, left out: " + dropped);
        List<Typeface> legible = legible(drawn);
        List<Typeface> kept = spread(legible);
        List<Typeface> heldBack = kept.stream().filter(DrawLetters::isHeldBack).toList();
        List<Typeface> learned = kept.stream().filter(each -> !isHeldBack(each)).toList();
        System.out.println(legible.size() + " legible, " + kept.size() + " kept, of which " + heldBack.size() + " held back");
        write(folder.resolve("letters.zip"), learned, "letters.txt beside this file names them and their licences.");
        write(folder.resolve("letters-held-back.zip"), heldBack, "letters.txt beside this file names them and their licences. They are of"
                + " families of which letters.zip has none: whoever learned from that has not seen these.");
        Files.writeString(folder.resolve("letters.txt"), list(learned, heldBack));
    }

    /** Adds a typeface. @return why it was left out, or null */
    private static String draw(Path file, String name, Map<String, Licence> catalogue, List<Typeface> drawn) throws IOException {
        if (SYMBOLS.matcher(file.getFileName().toString()).matches()) return "symbols";
        Names names;
        Font font;
        try {
            names = names(ByteBuffer.wrap(Files.readAllBytes(file)));
            font = Font.createFont(Font.TRUETYPE_FONT, file.toFile());
        } catch (FontFormatException | BufferUnderflowException | IllegalArgumentException _) {
            return "unreadable";
        }
        Optional<Licence> licence = licence(names, catalogue.get(Path.of(name).getParent().toString()));
        if (licence.isEmpty()) return "licence";
        if (font.canDisplayUpTo(LETTERS) >= 0) return "no A to Z";
        byte[][] pictures = pictures(font);
        if (pictures == null) return "empty or lopsided letters";
        byte[] thumbnail = thumbnail(pictures);
        for (int one = 0; one < LETTERS.length(); one++)
            for (int other = 0; other < one; other++)
                if (apart(thumbnail, one, thumbnail, other) < SAME) return "letters alike";
        drawn.add(new Typeface(name, names, licence.get(), pictures, thumbnail));
        return null;
    }

    /** The licence that the font itself names; where it names none, the one in its package's list. */
    private static Optional<Licence> licence(Names names, Licence listed) {
        String text = names.licence + "\n" + names.copyright;
        Optional<Licence> named = Licence.named(names.licence).or(() -> Licence.named(names.copyright));
        if (named.isPresent()) return named.get() == Licence.PUBLIC_DOMAIN && OTHER.matcher(text).find() ? Optional.empty() : named;
        return OTHER.matcher(text).find() || !names.licence.isBlank() ? Optional.empty() : Optional.ofNullable(listed);
    }

    /** The licences of folders in TeX Live's list, of those that name one, or one beside that of the macros. */
    private static Map<String, Licence> catalogue(Path packages) throws IOException {
        Map<String, Licence> found = new HashMap<>();
        List<Path> lists;
        try (Stream<Path> all = Files.walk(packages)) {
            lists = all.filter(file -> file.endsWith("Licenses.gz")).sorted().toList();
        }
        for (Path list : lists) {
            Path base = packages.relativize(list.getParent().getParent().getParent()).resolve("texlive");
            try (BufferedReader in = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(list)),
                    StandardCharsets.UTF_8))) {
                Licence licence = null;
                for (String line; (line = in.readLine()) != null;) {
                    if (line.matches("[^ /]+: .*")) {
                        List<String> words = Stream.of(line.substring(line.indexOf(':') + 1).trim().split(" "))
                                .filter(word -> !word.startsWith("lppl")).toList();
                        licence = words.size() == 1 ? CATALOGUED.get(words.getFirst()) : null;
                    } else if (licence != null && line.endsWith("/*")) {
                        found.put(base.resolve(line.substring(0, line.length() - 2)).toString(), licence);
                    }
                }
            }
        }
        return found;
    }

    /** The strings of an OpenType file's name table. */
    private static Names names(ByteBuffer file) {
        int start = 0;
        int tables = file.getShort(4) & 0xffff;
        for (int table = 0; table < tables; table++)
            if (file.getInt(12 + 16 * table) == 0x6e616d65) start = file.getInt(12 + 16 * table + 8);
        if (start == 0) throw new IllegalArgumentException("no name table");
        Map<Integer, String> english = new HashMap<>();
        int strings = start + (file.getShort(start + 4) & 0xffff);
        for (int index = 0; index < (file.getShort(start + 2) & 0xffff); index++) {
            int at = start + 6 + 12 * index;
            int platform = file.getShort(at);
            int language = file.getShort(at + 4) & 0xffff;
            if (platform == 3 ? language != 0x409 : platform != 1 || language != 0) continue;
            byte[] text = new byte[file.getShort(at + 8) & 0xffff];
            file.get(strings + (file.getShort(at + 10) & 0xffff), text);
            Charset charset = platform == 3 ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1;
            String string = new String(text, charset).strip().replaceAll("\\s+", " ");
            if (platform == 3) english.put(file.getShort(at + 6) & 0xffff, string);
            else english.putIfAbsent(file.getShort(at + 6) & 0xffff, string);
        }
        return new Names(english.getOrDefault(16, english.getOrDefault(1, "")), english.getOrDefault(17, english.getOrDefault(2, "")),
                english.getOrDefault(0, ""), (english.getOrDefault(13, "") + " " + english.getOrDefault(14, "")).strip());
    }

    /** The letters, each centred by its own outline, all at one scale; null if some have none or are too different in size. */
    private static byte[][] pictures(Font font) {
        FontRenderContext context = new FontRenderContext(null, true, true);
        Font large = font.deriveFont(256f);
        List<Shape> outlines = new ArrayList<>();
        for (char letter : LETTERS.toCharArray())
            outlines.add(large.createGlyphVector(context, String.valueOf(letter)).getOutline());
        double[] heights = outlines.stream().mapToDouble(each -> each.getBounds2D().getHeight()).sorted().toArray();
        double width = outlines.stream().mapToDouble(each -> each.getBounds2D().getWidth()).max().orElseThrow();
        double median = heights[heights.length / 2];
        double highest = heights[heights.length - 1];
        if (heights[0] < median / 2 || highest > 2 * median || width > 2.5 * median) return null;
        double scale = Math.min(HEIGHT / median, (SIZE - 2 * MARGIN) / Math.max(width, highest));
        byte[][] pictures = new byte[LETTERS.length()][];
        for (int letter = 0; letter < pictures.length; letter++)
            pictures[letter] = picture(outlines.get(letter), scale);
        return pictures;
    }

    private static byte[] picture(Shape outline, double scale) {
        int large = SIZE * FINER;
        BufferedImage canvas = new BufferedImage(large, large, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = canvas.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, large, large);
        graphics.setColor(Color.BLACK);
        Rectangle2D box = outline.getBounds2D();
        AffineTransform centred = AffineTransform.getTranslateInstance(large / 2.0, large / 2.0);
        centred.scale(scale * FINER, scale * FINER);
        centred.translate(-box.getCenterX(), -box.getCenterY());
        graphics.fill(centred.createTransformedShape(outline));
        graphics.dispose();
        byte[] pixels = ((DataBufferByte) canvas.getRaster().getDataBuffer()).getData();
        byte[] picture = new byte[SIZE * SIZE];
        for (int at = 0; at < picture.length; at++) {
            int first = at / SIZE * FINER * large + at % SIZE * FINER;
            int sum = 0;
            for (int y = 0; y < FINER; y++)
                for (int x = 0; x < FINER; x++)
                    sum += pixels[first + y * large + x] & 0xff;
            picture[at] = (byte) Math.round(sum * (SHADES - 1) / (255.0 * FINER * FINER));
        }
        return picture;
    }

    private static byte[] thumbnail(byte[][] pictures) {
        int block = SIZE / THUMBNAIL;
        byte[] thumbnail = new byte[VALUES];
        for (int at = 0; at < VALUES; at++) {
            int within = at % (THUMBNAIL * THUMBNAIL);
            byte[] picture = pictures[at / (THUMBNAIL * THUMBNAIL)];
            int sum = 0;
            for (int y = 0; y < block; y++)
                for (int x = 0; x < block; x++)
                    sum += picture[(within / THUMBNAIL * block + y) * SIZE + within % THUMBNAIL * block + x];
            thumbnail[at] = (byte) (sum * 255 / (block * block * (SHADES - 1)));
        }
        return thumbnail;
    }

    /** The mean difference of two letters, of 255. */
    private static double apart(byte[] one, int letter, byte[] other, int otherLetter) {
        int area = THUMBNAIL * THUMBNAIL;
        int sum = 0;
        for (int at = 0; at < area; at++)
            sum += Math.abs((one[letter * area + at] & 0xff) - (other[otherLetter * area + at] & 0xff));
        return (double) sum / area;
    }

    private static double apart(byte[] one, byte[] other) {
        int sum = 0;
        for (int at = 0; at < VALUES; at++)
            sum += Math.abs((one[at] & 0xff) - (other[at] & 0xff));
        return (double) sum / VALUES;
    }

    /** Without puzzles: most letters of a typeface must be most like the same letter of other families. */
    private static List<Typeface> legible(List<Typeface> drawn) {
        // A sample of the others is enough to tell letters by.
        List<Typeface> others = spread(drawn, 150);
        List<Typeface> legible = new ArrayList<>();
        List<String> puzzles = new ArrayList<>();
        for (Typeface typeface : drawn) {
            long recognized = IntStream.range(0, LETTERS.length()).filter(letter -> recognized(typeface, others, letter) == letter).count();
            if (recognized >= RECOGNIZED) legible.add(typeface);
            else puzzles.add(typeface.title() + " " + recognized);
        }
        System.out.println("puzzles: " + puzzles);
        return legible;
    }

    /** The letter that most of the five nearest are. */
    private static int recognized(Typeface typeface, List<Typeface> others, int letter) {
        record Near(int letter, double apart) {}
        List<Near> nearest = others.stream().filter(other -> !other.kin().equals(typeface.kin()))
                .flatMap(other -> IntStream.range(0, LETTERS.length())
                        .mapToObj(each -> new Near(each, apart(typeface.thumbnail, letter, other.thumbnail, each))))
                .sorted(Comparator.comparingDouble(Near::apart)).limit(5).toList();
        Map<Integer, Long> votes = nearest.stream().collect(Collectors.groupingBy(Near::letter, Collectors.counting()));
        return votes.getOrDefault(letter, 0L) >= 2 ? letter : nearest.getFirst().letter;
    }

    /** As many as there may be, none nearer to another than need be. */
    private static List<Typeface> spread(List<Typeface> typefaces) {
        return spread(typefaces, MOST);
    }

    private static List<Typeface> spread(List<Typeface> typefaces, int most) {
        double[][] apart = new double[typefaces.size()][];
        IntStream.range(0, apart.length).parallel().forEach(one -> apart[one] = IntStream.range(0, one)
                .mapToDouble(other -> apart(typefaces.get(one).thumbnail, typefaces.get(other).thumbnail)).toArray());
        double threshold = SAME;
        while (true) {
            List<Integer> kept = new ArrayList<>();
            for (int one = 0; one < apart.length; one++) {
                double[] row = apart[one];
                double least = threshold;
                if (kept.stream().allMatch(other -> row[other] >= least)) kept.add(one);
            }
            if (kept.size() <= most) {
                System.out.printf(Locale.ROOT, "%d of %d are %.2f apart%n", kept.size(), apart.length, threshold);
                return kept.stream().map(typefaces::get).toList();
            }
            threshold += 0.05;
        }
    }

    private static boolean isHeldBack(Typeface typeface) {
        CRC32 crc = new CRC32();
        crc.update(typeface.kin().getBytes(StandardCharsets.UTF_8));
        return crc.getValue() % HELD_BACK == 0;
    }

    private static String list(List<Typeface> learned, List<Typeface> heldBack) {
        return """
                The typefaces of letters.zip, and below those of letters-held-back.zip: number, name, licence, copyright as the font gives it.
                Only pictures of capital letters come along, no font. They were drawn by DrawLetters.java.

                """ + lines(learned) + "\nHeld back:\n\n" + lines(heldBack);
    }

    private static String lines(List<Typeface> typefaces) {
        return IntStream.range(0, typefaces.size()).mapToObj(index -> {
            Typeface each = typefaces.get(index);
            String copyright = each.names.copyright.isEmpty() ? "" : " | " + brief(each.names.copyright);
            return "%03d | %s | %s%s%n".formatted(index, each.title(), each.licence.title, copyright).replace("\r", "");
        }).collect(Collectors.joining());
    }

    /** The first sentence or so: some fonts put their whole licence there. */
    private static String brief(String copyright) {
        return copyright.length() <= 100 ? copyright : copyright.substring(0, copyright.lastIndexOf(' ', 100)) + " …";
    }

    private static byte[] png(byte[] pixels) throws IOException {
        byte[] ramp = new byte[SHADES];
        for (int shade = 0; shade < SHADES; shade++)
            ramp[shade] = (byte) (shade * 255 / (SHADES - 1));
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(4, SHADES, ramp, ramp, ramp));
        for (int at = 0; at < pixels.length; at++)
            image.getRaster().setSample(at % SIZE, at / SIZE, 0, pixels[at]);
        ImageWriter writer = ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), "png").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(0); // the smallest
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static void write(Path zip, List<Typeface> typefaces, String note) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(zip)))) {
            put(out, "LICENCE.txt", ("Capital letters of %d typefaces of %d families, drawn in %dx%d pixels and %d shades.\n%s\n").formatted(
                    typefaces.size(), typefaces.stream().map(Typeface::kin).distinct().count(), SIZE, SIZE, SHADES, note)
                    .getBytes(StandardCharsets.UTF_8));
            for (int letter = 0; letter < LETTERS.length(); letter++)
                for (int index = 0; index < typefaces.size(); index++)
                    put(out, "%c/%03d.png".formatted(LETTERS.charAt(letter), index), png(typefaces.get(index).pixels[letter]));
        }
        System.out.println(zip.getFileName() + ": " + typefaces.size() + " typefaces, " + Files.size(zip) + " bytes, "
                + typefaces.stream().collect(Collectors.groupingBy(each -> each.licence.title, TreeMap::new, Collectors.counting())));
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
