package meander.models.family.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import meander.models.Parity;
import meander.models.family.Families;
import meander.models.family.Model;
import meander.models.family.OpenResult;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.RenderRequest;

/** The example in CONTRIBUTING.md does what it says. */
class EigenfacesFamilyTest {
    private static final float[] BASIS = {0.5f, 0, 0, 0, 0.25f, 0.25f, 0, -0.25f};
    private static final float[] MEAN = {0.1f, 0.2f, 0.3f, 0.4f};

    @TempDir
    private Path folder;

    @Test
    void drawsTheMeanAndAsMuchOfEachComponentAsZSays() throws IOException {
        Path file = safetensors("[2,1,2,2]");
        try (Renderer renderer = Renderers.open(model(file), RenderSettings.DEFAULT)) {
            RenderRequest request = RenderRequest.DEFAULT.withSeed(3);
            float[] z = request.normalZ(2).data();
            float[] drawn = Parity.draw(renderer, request).data();
            for (int i = 0; i < MEAN.length; i++)
                assertThat(drawn[i]).isCloseTo(MEAN[i] + z[0] * BASIS[i] + z[1] * BASIS[MEAN.length + i], within(1e-6f));
        }
    }

    @Test
    void saysWhatDoesNotFit() throws IOException {
        assertThat(families().open(safetensors("[2,2,2]"), Map.of(), _ -> {}, () -> false)).isInstanceOfSatisfying(
                OpenResult.Refused.class, refused -> assertThat(refused.why().sentence()).contains("basis"));
    }

    private static Model model(Path file) {
        return ((OpenResult.Ready) families().open(file, Map.of(), _ -> {}, () -> false)).model();
    }

    private static Families families() {
        return new Families(List.of(new EigenfacesFamily()));
    }

    /** @param shape of the basis, of eight numbers */
    private Path safetensors(String shape) throws IOException {
        byte[] header = """
                {"basis":{"dtype":"F32","shape":%s,"data_offsets":[0,32]},"mean":{"dtype":"F32","shape":[1,2,2],"data_offsets":[32,48]}}"""
                .formatted(shape).getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 48).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length)
                .put(header);
        for (float number : BASIS)
            bytes.putFloat(number);
        for (float number : MEAN)
            bytes.putFloat(number);
        return Files.write(folder.resolve("faces.safetensors"), bytes.array());
    }
}
