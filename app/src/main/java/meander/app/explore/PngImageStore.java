package meander.app.explore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import javax.imageio.ImageIO;

import meander.app.model.ImageStore;
import meander.app.picture.FileHashes;
import meander.app.picture.LastPictureCache;
import meander.app.picture.PictureRecipe;
import meander.app.picture.PngFrames;
import meander.models.family.ModelInfo;
import meander.models.render.Frame;

/** Pictures as PNG files, models by their SHA-256. */
public final class PngImageStore implements ImageStore {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private final FileHashes fingerprints;
    private final Optional<LastPictureCache> cache;

    /** Keeps no last pictures. */
    public PngImageStore() {
        this(new FileHashes(), Optional.empty());
    }

    public PngImageStore(FileHashes fingerprints, Optional<LastPictureCache> cache) {
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
        PngFrames.write(target, frame, PictureRecipe.of(frame, model, hash, enlarged));
    }

    @Override
    public PictureRecipe.Reading recipe(Path picture) {
        return PngFrames.recipe(picture);
    }

    @Override
    public byte[] thumbnail(Frame frame) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(PngFrames.image(Thumbnails.of(frame, Snapshot.SIDE)), "png", png);
        return png.toByteArray();
    }
}
