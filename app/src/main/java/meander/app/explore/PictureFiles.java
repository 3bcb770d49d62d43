package meander.app.explore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import javax.imageio.ImageIO;

import meander.app.picture.Fingerprints;
import meander.app.picture.PictureCache;
import meander.app.picture.PngPictures;
import meander.app.picture.Recipe;
import meander.models.family.ModelInfo;
import meander.models.render.Frame;

/** Pictures as PNG files, models by their SHA-256. */
public final class PictureFiles implements Pictures {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private final Fingerprints fingerprints;
    private final Optional<PictureCache> cache;

    /** Keeps no last pictures. */
    public PictureFiles() {
        this(new Fingerprints(), Optional.empty());
    }

    public PictureFiles(Fingerprints fingerprints, Optional<PictureCache> cache) {
        this.fingerprints = fingerprints;
        this.cache = cache;
    }

    @Override
    public String hash(Path model) throws IOException {
        return fingerprints.of(model);
    }

    @Override
    public Optional<Frame> last(String hash) {
        return cache.flatMap(pictures -> pictures.find(hash));
    }

    @Override
    public void keepLast(Frame frame, ModelInfo model, String hash) {
        cache.ifPresent(pictures -> pictures.keep(frame, model, hash));
    }

    @Override
    public boolean isPicture(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(PNG.length), PNG);
        }
    }

    @Override
    public void save(Path target, Frame frame, int enlarged, ModelInfo model, String hash) throws IOException {
        PngPictures.write(target, frame, Recipe.of(frame, model, hash, enlarged));
    }

    @Override
    public Recipe.Reading recipe(Path picture) {
        return PngPictures.recipe(picture);
    }

    @Override
    public byte[] thumbnail(Frame frame) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(PngPictures.image(Small.of(frame, Snapshot.SIDE)), "png", png);
        return png.toByteArray();
    }
}
