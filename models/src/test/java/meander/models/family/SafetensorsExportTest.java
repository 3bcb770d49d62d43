package meander.models.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.Fixtures;
import meander.models.Parity;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.graph.Op;
import meander.models.render.RenderSettings;
import meander.models.render.Renderer;
import meander.models.render.Renderers;
import meander.models.request.RenderRequest;

/** What was written as safetensors opens as the model that it was. */
class SafetensorsExportTest {
    private static final double TOLERANCE = 1e-5;

    @TempDir
    private Path folder;

    static List<String> files() {
        return Fixtures.GENERATORS;
    }

    @ParameterizedTest
    @MethodSource("files")
    void drawsTheSameByTheSameNames(String name) throws IOException {
        Model model = Fixtures.open(Fixtures.path(name));
        Path file = folder.resolve("a.safetensors");
        ExportFormat.SAFETENSORS.write(model, file);
        Model again = Fixtures.open(file);
        assertThat(again.info().family()).isEqualTo(model.info().family());
        assertThat(again.info().variant()).isEqualTo(model.info().variant());
        assertThat(again.info().parameters()).isEqualTo(model.info().parameters());
        RenderRequest request = model.initial().withSeed(3);
        assertThat(Fixtures.distance(drawn(again, request), drawn(model, request))).isLessThanOrEqualTo(TOLERANCE);
        assertThat(names(Fixtures.path(name))).anyMatch(names -> names.containsAll(first(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cyclegan_resnet6_ngf8_oldstats_legacy.pth", "pix2pix_unet128_ngf4_legacy.pth",
            "realesrgan_srvgg_x4_nf8.pth", "basicsr_rrdb_paramsema_nf8nb2.pth"})
    void translatesTheSame(String name) throws IOException {
        NetworkTranslator translator = Fixtures.translator(Fixtures.path(name));
        Path file = folder.resolve("a.safetensors");
        ExportFormat.SAFETENSORS.write(translator, null, true, file);
        NetworkTranslator again = Fixtures.translator(file);
        assertThat(again.info().family()).isEqualTo(translator.info().family());
        assertThat(again.traits()).isEqualTo(translator.traits());
        int side = Math.max(16, translator.traits().multiple());
        var network = translator.network(side, side, Translator.Mode.EVALUATION);
        var other = again.network(side, side, Translator.Mode.EVALUATION);
        assertThat(other.graph().parameters().keySet()).isEqualTo(network.graph().parameters().keySet());
        network.graph().parameters().values().forEach(value -> {
            var parameter = (Op.Parameter) value.op();
            assertThat(other.weights().get(parameter).data()).isEqualTo(network.weights().get(parameter).data());
        });
    }

    private static float[] drawn(Model model, RenderRequest request) {
        try (Renderer renderer = Renderers.open(model, RenderSettings.DEFAULT)) {
            return Parity.draw(renderer, request).data();
        }
    }

    private static Set<String> first(Path file) {
        return Set.copyOf(names(file).getFirst());
    }

    /** Of each network, and those that lie loose beside each. */
    private static List<Set<String>> names(Path file) {
        var networks = ((Checkpoint) Checkpoints.open(file)).networks();
        Set<String> loose = networks.containsKey("") ? networks.get("").tensors().keySet() : Set.of();
        return networks.values().stream().map(network -> {
            Set<String> names = new HashSet<>(network.tensors().keySet());
            names.addAll(loose);
            return names;
        }).map(Set::copyOf).toList();
    }
}
