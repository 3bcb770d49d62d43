package meander.app.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import meander.app.base.Texts;
import meander.app.library.LibraryViewModel.Bundled;
import meander.app.library.ModelSummary;
import meander.app.picture.Sha256;
import meander.app.session.WindowStateStore;
import meander.app.translate.ModelSuggestion;
import meander.models.files.AtomicFile;

/** The models that come along, as files: they are opened like any other. The first is what a first start opens. */
public record BundledModels(List<Unpacked> all, List<Unpacked> translators) {
    /**
     * A model of the resources; beside it lie its small picture, {@code NAME.png}, and what was seen of its training, {@code NAME.json}.
     *
     * @param name   of its file; also of its texts, {@code library.bundled.NAME}
     * @param ending of its file
     * @param family as a person reads it
     * @param size   of its pictures, in pixels
     */
    private record Packed(String name, String ending, String family, int size) {
        String file() {
            return name + ending;
        }
    }

    /** A model's file. */
    private record Unpacked(Packed model, Path file, String hash) {}

    private static final List<Packed> MODELS = List.of(new Packed("stylegan2-emoji-64", ".safetensors", "StyleGAN2", 64),
            new Packed("progan-emoji-64", ".safetensors", "ProGAN", 64),
            new Packed("dcgan-fashion-32", ".safetensors", "DCGAN", 32),
            new Packed("wgan-gp-fashion-32", ".safetensors", "WGAN-GP", 32));

    /** Those that translate pictures; 0 is the size of one that enlarges whatever it is given. */
    private static final List<Packed> TRANSLATORS = List.of(new Packed("pix2pix-line-art-128", ".safetensors", "Pix2Pix", 128),
            new Packed("cyclegan-blobs-64", ".safetensors", "CycleGAN", 64),
            new Packed("upscale-x2", ".safetensors", "Super-resolution", 0),
            new Packed("upscale-x4", ".safetensors", "Super-resolution", 0));

    /** Unpacks what is not there yet; where there is no room, no models come along. @param folder made if need be */
    static BundledModels orNone(Path folder) {
        try {
            return unpack(folder);
        } catch (IOException e) {
            System.getLogger(BundledModels.class.getName()).log(System.Logger.Level.WARNING,
                    "the models that come along cannot be put into " + folder + ": " + e);
            return new BundledModels(List.of(), List.of());
        }
    }

    /** Unpacks what is not there yet. @param folder made if need be */
    public static BundledModels unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new BundledModels(unpack(MODELS, folder), unpack(TRANSLATORS, folder));
    }

    private static List<Unpacked> unpack(List<Packed> models, Path folder) throws IOException {
        List<Unpacked> all = new ArrayList<>();
        for (Packed model : models) {
            Path file = folder.resolve(model.file());
            byte[] bytes = content(model.file());
            if (!Files.isRegularFile(file) || Files.size(file) != bytes.length) AtomicFile.write(file, out -> out.write(bytes));
            all.add(new Unpacked(model, file, Sha256.of(file)));
        }
        return all;
    }

    /** Whether any could be unpacked. */
    boolean isEmpty() {
        return all.isEmpty();
    }

    /** What a first start opens. */
    public Path first() {
        return all.getFirst().file;
    }

    /** Gives the models their small pictures before they are opened for the first time. */
    void picture(WindowStateStore store) throws IOException {
        for (Unpacked each : all)
            if (!store.thumbnails().containsKey(each.hash)) store.keepThumbnail(each.hash, content(each.model.name + ".png"));
    }

    /** All models by their names in a person's language. */
    public List<Bundled> entries(Texts texts) {
        return Stream.concat(all.stream().map(each -> entry(each, texts, false)),
                translators.stream().map(each -> entry(each, texts, true))).toList();
    }

    private static Bundled entry(Unpacked each, Texts texts, boolean translates) {
        return new Bundled(each.file, texts.text("library.bundled." + each.model.name),
                new ModelSummary(each.model.family, each.model.size, each.model.size, 0, translates), each.hash);
    }

    /** The models that translate pictures, by their names in a person's language. */
    List<ModelSuggestion> offers(Texts texts) {
        return translators.stream().map(each -> new ModelSuggestion(texts.text("library.bundled." + each.model.name), each.file))
                .toList();
    }

    /** The network that enlarges so many times. */
    Path enlarging(int factor) {
        return translators.stream().filter(each -> each.model.name.equals("upscale-x" + factor)).findFirst().orElseThrow().file;
    }

    /** What Translate begins with: what answers while one draws, which enlarging does not. */
    public List<Path> beginning() {
        return translators.stream().filter(each -> each.model.size > 0).map(Unpacked::file).toList();
    }

    private static byte[] content(String name) throws IOException {
        try (InputStream in = BundledModels.class.getResourceAsStream("/meander/app/bundled/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
