package meander.app.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import meander.app.base.Message;
import meander.training.data.DataSettings;
import meander.training.data.DataSettings.Sides;
import meander.training.data.DataSummary;
import meander.training.data.Dataset;
import meander.training.data.Datasets;
import meander.training.data.UnusableData;

/**
 * Looks at data as a training would see it. @param cache where decoded pictures are kept; the same as the training's, so that nothing is
 * decoded twice
 */
public record ImageDatasetInspector(Path cache) implements DatasetInspector {
    @Override
    public List<Ready> ready() {
        return Datasets.bundledToLearnFrom().stream().map(name -> new Ready("bundled:" + name, name)).toList();
    }

    @Override
    public Summary look(String data, Sides sides, BooleanSupplier cancelled) throws IOException {
        return switch (Datasets.prepare(data, DataSettings.CHOOSE.withSides(sides), cache, cancelled, _ -> {})) {
            case UnusableData unusable -> throw new IOException(unusable.sentence());
            case Dataset pictures -> {
                try (pictures) {
                    yield summary(pictures);
                }
            }
        };
    }

    private static Summary summary(Dataset pictures) {
        DataSummary found = pictures.summary();
        Map<Message, List<meander.training.data.SkippedImage>> byReason = new LinkedHashMap<>();
        for (meander.training.data.SkippedImage each : found.skipped())
            byReason.computeIfAbsent(new Message("skipped." + each.reason(), each.details(), each.why()), _ -> new ArrayList<>())
                    .add(each);
        List<Skipped> skipped = new ArrayList<>();
        byReason.forEach((why, all) -> skipped.add(new Skipped(why, all.size(), all.getFirst().name())));
        List<Picture> sheet = new ArrayList<>();
        int together = found.sides() == Sides.PAIRED ? 2 : 1;
        int count = Math.min(SHEET, pictures.size()) / together;
        for (int i = 0; i < count; i++)
            for (int j = 0; j < together; j++)
                // From everywhere: neighbours are often of one class.
                sheet.add(picture(pictures, (int) ((long) i * (pictures.size() / together) / count) * together + j));
        return new Summary(found.title(), found.size(), found.width(), found.height(), found.classes().size(),
                found.changes().cropped(), found.changes().padded(), skipped, sheet, found.allSkipped(), found.sides());
    }

    private static Picture picture(Dataset pictures, int index) {
        byte[] bytes = pictures.pixels(index);
        int pixels = pictures.width() * pictures.height();
        int[] argb = new int[pixels];
        boolean grey = pictures.channels() < 3;
        for (int i = 0; i < pixels; i++) {
            int red = bytes[i] & 0xff;
            int green = grey ? red : bytes[pixels + i] & 0xff;
            int blue = grey ? red : bytes[2 * pixels + i] & 0xff;
            int alpha = pictures.channels() == 4 ? bytes[3 * pixels + i] & 0xff : 0xff;
            argb[i] = alpha << 24 | red << 16 | green << 8 | blue;
        }
        return new Picture(pictures.width(), pictures.height(), argb);
    }
}
