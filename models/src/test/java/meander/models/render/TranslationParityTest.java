package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.Fixtures;
import meander.models.checkpoint.numpy.NpyArray;
import meander.models.family.NetworkTranslator;
import meander.models.family.Translator;
import meander.models.family.Translator.Mode;
import meander.models.graph.Network;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.graph.torchscript.TorchScriptArchive;
import meander.models.graph.torchscript.TorchScriptCompiler;
import meander.models.graph.torchscript.TorchScriptModule;
import meander.models.graph.torchscript.TorchScriptModule.Slot;

/** Translations by the authors' own code, at the tolerance of the fixtures' README; and one definition in two engines. */
class TranslationParityTest {
    private static final double TOLERANCE = 1e-4;
    private static final double ENGINES = 2e-5;
    private static final String OWN = "output_batchstats_nodropout";
    private static final String RUNNING = "output_eval";

    /** @param reference folder of the outputs */
    record Case(Path file, Path reference, Mode mode, String output) {
        Tensor array(String name) {
            NpyArray array = Fixtures.array(reference.resolve(name + ".npy"));
            return new Tensor(Shape.of(array.shape()[1], array.shape()[2], array.shape()[3]), array.floats());
        }

        @Override
        public String toString() {
            return file.getFileName() + ", " + output;
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String file : List.of("cyclegan_resnet9_ngf8_zip.pth", "cyclegan_resnet9_ngf8_legacy.pth"))
            cases.add(new Case(Fixtures.path(file), Fixtures.path("ref/cyclegan_resnet9_ngf8"), Mode.EVALUATION, RUNNING));
        cases.add(new Case(Fixtures.path("cyclegan_resnet6_ngf8_oldstats_legacy.pth"), Fixtures.path("ref/cyclegan_resnet6_ngf8"),
                Mode.EVALUATION, RUNNING));
        both(cases, Fixtures.path("resnet6_ngf8_batchnorm_dropout_zip.pth"), Fixtures.path("ref/resnet6_ngf8_batchnorm_dropout"));
        both(cases, Fixtures.path("pix2pix_unet128_ngf4_legacy.pth"), Fixtures.path("ref/pix2pix_unet128_ngf4"));
        Optional<Path> large = Fixtures.shared("fixtures/pix2pix_unet256_ngf6_zip.pth");
        large.ifPresent(file -> both(cases, file, Fixtures.shared("fixtures/ref/pix2pix_unet256_ngf6").orElseThrow()));
        return cases.stream();
    }

    private static void both(List<Case> cases, Path file, Path reference) {
        cases.add(new Case(file, reference, Mode.EVALUATION, RUNNING));
        cases.add(new Case(file, reference, Mode.OWN_STATISTICS, OWN));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void translatesAsTheAuthorsCodeDoes(Case one) {
        try (PictureTranslator translator = Renderers.open(Fixtures.translator(one.file), RenderSettings.DEFAULT)) {
            Tensor found = Translations.done(translator.translate(TranslateRequest.whole(one.array("input"), one.mode)));
            Tensor expected = one.array(one.output);
            assertThat(found.shape()).isEqualTo(expected.shape());
            assertThat(Fixtures.distance(found.data(), expected.data())).isLessThanOrEqualTo(TOLERANCE);
        }
    }

    static Stream<Path> files() {
        return Stream.of("cyclegan_resnet6_ngf8_oldstats_legacy.pth", "resnet6_ngf8_batchnorm_dropout_zip.pth",
                "pix2pix_unet128_ngf4_legacy.pth").map(Fixtures::path);
    }

    @ParameterizedTest
    @MethodSource("files")
    void bothEnginesGiveTheSameInEveryMode(Path file) {
        NetworkTranslator translator = Fixtures.translator(file);
        int side = translator.traits().multiple() * (translator.traits().multiple() < 32 ? 8 : 1);
        for (Mode mode : translator.traits().modes()) {
            Network network = translator.network(side, side, mode);
            Map<String, Tensor> inputs = new HashMap<>();
            SplittableRandom random = new SplittableRandom(5);
            network.graph().inputs().forEach((name, value) -> {
                float[] data = new float[value.shape().elements()];
                for (int i = 0; i < data.length; i++)
                    data[i] = (float) (name.equals(Translator.INPUT) ? random.nextDouble(-1, 1) : random.nextDouble());
                inputs.put(name, new Tensor(value.shape(), data));
            });
            assertThat(inputs).hasSizeGreaterThan(mode.dropout() ? 1 : 0);
            Tensor expected = OnnxOpsTest.run(network, inputs).get(Translator.OUTPUT);
            Tensor found = torch(network, inputs);
            assertThat(found.shape()).isEqualTo(expected.shape());
            assertThat(Fixtures.distance(found.data(), expected.data())).as("%s", mode).isLessThan(ENGINES);
        }
    }

    private static Tensor torch(Network network, Map<String, Tensor> inputs) {
        try (TorchScriptModule module = TorchScriptModule.load(TorchScriptCompiler.serving(network, "Serving"),
                TorchScriptArchive.Precision.FLOAT32, false)) {
            List<Slot> slots = new ArrayList<>();
            network.graph().inputs()
                    .forEach((name, value) -> slots.add(module.slot(value.shape()).fill(inputs.get(name).data())));
            return module.call("forward", slots);
        }
    }
}
