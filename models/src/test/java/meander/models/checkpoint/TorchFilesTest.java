package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import meander.models.checkpoint.Rejected.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFilesTest {
    private static final long[] ONE = {1};

    @TempDir
    private Path folder;

    @Test
    void bothContainersOfTheSameWeightsGiveTheSameNetwork() {
        Checkpoint zip = CheckpointFixtures.open(CheckpointFixtures.path("cyclegan_resnet9_ngf8_zip.pth"));
        Checkpoint legacy = CheckpointFixtures.open(CheckpointFixtures.path("cyclegan_resnet9_ngf8_legacy.pth"));

        assertThat(zip.container()).isEqualTo(ContainerFormat.TORCH_ZIP);
        assertThat(legacy.container()).isEqualTo(ContainerFormat.TORCH_LEGACY);
        StateDict a = zip.networks().get(""), b = legacy.networks().get("");
        assertThat(a.tensors().sequencedKeySet()).containsExactlyElementsOf(b.tensors().sequencedKeySet());
        assertThat(a.modules()).containsExactlyElementsOf(b.modules());
        assertThat(a.attributes()).isEqualTo(b.attributes());
        a.tensors().forEach((name, tensor) -> {
            assertThat(tensor).hasToString(b.tensors().get(name).toString());
            assertThat(tensor.floats()).as(name).isEqualTo(b.tensors().get(name).floats());
        });
    }

    @Test
    void everyTensorHasTheNameShapeAndValuesThatAnotherReaderFinds() throws IOException {
        var tensors = CheckpointFixtures.open(CheckpointFixtures.path("cyclegan_resnet9_ngf8_zip.pth")).networks().get("")
                .tensors();

        List<CheckpointFixtures.Expected> expected = CheckpointFixtures.expected("cyclegan_resnet9_ngf8");
        assertThat(tensors.sequencedKeySet())
                .containsExactlyElementsOf(expected.stream().map(CheckpointFixtures.Expected::tensor).toList());
        for (CheckpointFixtures.Expected e : expected) {
            StoredTensor tensor = tensors.get(e.tensor());
            assertThat(CheckpointFixtures.shape(tensor)).isEqualTo(e.shape());
            double sum = 0;
            for (float value : tensor.floats())
                sum += value;
            assertThat(sum).as(e.tensor()).isCloseTo(e.sum(), within(1e-9 * (1 + Math.abs(e.sum()))));
        }
    }

    @Test
    void modulesWithoutWeightsAreKnownFromTheMetadata() {
        StateDict network = CheckpointFixtures.open(CheckpointFixtures.path("cyclegan_resnet9_ngf8_zip.pth")).networks().get("");

        assertThat(network.modules()).contains("model.0", "model.1", "model.2").hasSize(101);
        assertThat(network.tensors().keySet()).noneMatch(name -> name.startsWith("model.0."));
        assertThat(network.attributes()).containsEntry("model.1._version", 1L);
    }

    @Test
    void dictOfStateDictsGivesOneNetworkEachAndKeepsTheRest() throws IOException {
        // As rosinality's training files: networks, a loose tensor, an optimiser, settings and a number.
        byte[] object = PickleAssembler.protocol(2).op('}').op('(') //
                .text("g_ema").emptyOrderedDict().text("conv.weight").tensor("FloatStorage", "0", 3, 0, new long[]{3}, ONE)
                .op('s') //
                .text("latent_avg").tensor("FloatStorage", "1", 2, 0, new long[]{2}, ONE) //
                .text("g_optim").op('}', '(').text("state").op('}').number(0)
                .tensor("FloatStorage", "0", 3, 0, new long[]{3}, ONE).op('s').text("param_groups").ops("]u") //
                .text("args").global("argparse", "Namespace").op(')', 0x81, '}').text("size").number(256).ops("sb") //
                .text("ada_aug_p").real(0.25).op('u').stop();
        Path file = write("train.pt",
                TorchFiles.zip(object, Map.of("0", TorchFiles.floats(1, 2, 3), "1", TorchFiles.floats(4, 5))));

        Checkpoint checkpoint = CheckpointFixtures.open(file);

        assertThat(checkpoint.networks().sequencedKeySet()).containsExactly("g_ema", "");
        assertThat(checkpoint.networks().get("g_ema").tensors().get("conv.weight").floats()).containsExactly(1, 2, 3);
        assertThat(checkpoint.networks().get("").tensors().get("latent_avg").floats()).containsExactly(4, 5);
        assertThat(checkpoint.facts()).containsEntry("args", Map.of("size", 256L)).containsEntry("ada_aug_p", 0.25);
    }

    @Test
    void entriesBesideTheTensorsOfANetworkAreItsAttributes() throws IOException {
        byte[] object = PickleAssembler.protocol(2).op('}').text("net").op('}', '(').text("w")
                .tensor("FloatStorage", "0", 1, 0, ONE, ONE).text("steps").number(7).op('u', 's').stop();

        Checkpoint checkpoint = CheckpointFixtures
                .open(write("a.pth", TorchFiles.zip(object, Map.of("0", TorchFiles.floats(1)))));

        assertThat(checkpoint.networks().get("net").attributes()).isEqualTo(Map.of("steps", 7L));
        assertThat(checkpoint.facts()).isEmpty();
    }

    @Test
    void viewsOfOneStorageAreReadFromTheirPart() throws IOException {
        // The sixth item of a legacy identifier names a part of the storage: key, offset, count.
        byte[] object = PickleAssembler.protocol(2).op('}').text("w").global("torch._utils", "_rebuild_tensor_v2").op('(') //
                .op('(').text("storage").global("torch", "FloatStorage").text("0").text("cpu").number(6).op('(').text("part")
                .number(2).number(3).op('t', 't', 'Q').number(1).numbers(2).numbers(1).op(0x89).emptyOrderedDict().ops("tRs")
                .stop();

        Checkpoint checkpoint = CheckpointFixtures
                .open(write("view.pth", TorchFiles.legacy(object, "0", 6, TorchFiles.floats(0, 1, 2, 3, 4, 5))));

        assertThat(checkpoint.networks().get("").tensors().get("w").floats()).containsExactly(3, 4);
    }

    @ParameterizedTest
    @CsvSource({"HalfStorage,2,F16", "BFloat16Storage,2,BF16", "DoubleStorage,8,F64", "LongStorage,8,I64", "IntStorage,4,I32",
            "ShortStorage,2,I16", "CharStorage,1,I8", "ByteStorage,1,U8", "BoolStorage,1,BOOL"})
    void everyTypeOfNumberIsConverted(String storage, int width, DType dtype) throws IOException {
        ByteBuffer numbers = ByteBuffer.allocate(2 * width).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : new int[]{1, 0}) {
            switch (dtype) {
                case F16 -> numbers.putShort(Float.floatToFloat16(value));
                case BF16 -> numbers.putShort((short) (Float.floatToIntBits(value) >>> 16));
                case F64 -> numbers.putDouble(value);
                case F32 -> numbers.putFloat(value);
                case I64 -> numbers.putLong(value);
                case I32 -> numbers.putInt(value);
                case I16 -> numbers.putShort((short) value);
                case I8, U8, BOOL -> numbers.put((byte) value);
            }
        }
        byte[] object = PickleAssembler.protocol(2).op('}').text("w").tensor(storage, "0", 2, 0, new long[]{2}, ONE).op('s')
                .stop();

        StoredTensor tensor = CheckpointFixtures.open(write("t.pth", TorchFiles.zip(object, Map.of("0", numbers.array()))))
                .networks().get("").tensors().get("w");

        assertThat(tensor.dtype()).isEqualTo(dtype);
        assertThat(tensor.floats()).containsExactly(1, 0);
        assertThat(tensor.doubles()).containsExactly(1, 0);
        assertThat(tensor.longs()).containsExactly(1, 0);
    }

    @Test
    void archiveThatWasPackedAgainIsRefusedWithAHint() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("net/data.pkl"));
            zip.write(PickleAssembler.protocol(2).op('}').stop());
        }

        Rejected rejected = CheckpointFixtures.refuse(write("packed.pth", out.toByteArray()));

        assertThat(rejected.reason()).isEqualTo(Reason.COMPRESSED_ENTRY);
        assertThat(rejected.sentence()).contains("net/data.pkl").contains("use the original file");
    }

    @Test
    void torchScriptWithoutAModuleIsRefused() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            TorchFiles.store(zip, "net/data.pkl", PickleAssembler.protocol(2).op('}').stop());
            TorchFiles.store(zip, "net/constants.pkl", PickleAssembler.protocol(2).op(')').stop());
        }

        assertThat(CheckpointFixtures.refuse(write("script.pt", out.toByteArray())).reason()).isEqualTo(Reason.PROGRAM_FAULT);
    }

    @Test
    void bigEndianArchiveIsRefused() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            TorchFiles.store(zip, "net/data.pkl", PickleAssembler.protocol(2).op('}').stop());
            TorchFiles.store(zip, "net/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(CheckpointFixtures.refuse(write("big.pt", out.toByteArray())).reason()).isEqualTo(Reason.BIG_ENDIAN);
    }

    @Test
    void archiveWithoutAStorageNamesIt() throws IOException {
        byte[] object = PickleAssembler.protocol(2).op('}').text("w").tensor("FloatStorage", "17", 1, 0, ONE, ONE).op('s').stop();

        Rejected rejected = CheckpointFixtures.refuse(write("missing.pth", TorchFiles.zip(object, Map.of())));

        assertThat(rejected).isEqualTo(Rejected.because(Reason.MISSING_ENTRY, "net/data/17"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dcgan_digits", "cwgan_digits"})
    void filesThatStrangersTrainedAreOpened(String name) {
        var file = CheckpointFixtures.shared("fixtures/trained/" + name + ".pth");
        assumeTrue(file.isPresent(), "the shared fixtures are not here");

        StateDict network = CheckpointFixtures.open(file.get()).networks().get("");

        assertThat(network.tensors()).hasSizeGreaterThan(20);
        network.tensors().forEach((key, tensor) -> {
            for (float value : tensor.floats())
                assertThat(value).as(key).isFinite();
        });
    }

    @ParameterizedTest
    @CsvSource({"basicsr_msrresnet_x3.pth,params,basicsr_msrresnet_x3", "bigdeep32.pth,,bigdeep32",
            "ganzoo_pgan_32.pt,avgG,ganzoo_pgan_32", "hf_biggan_deep32.bin,,hf_biggan_deep32",
            "huangzh13_stylegan1_32.pth,,huangzh13_stylegan1_32",
            "rosinality_sg1_step5_128px_fused.pt,,rosinality_sg1_step5_128px_fused",
            "esrgan_oldnames_nf8nb2.pth,,esrgan_oldnames_nf8nb2"})
    void layoutsOfLaterFamiliesAreOpened(String name, String network, String keys) throws IOException {
        var file = CheckpointFixtures.shared("fixtures2/" + name);
        assumeTrue(file.isPresent(), "the shared fixtures are not here");

        var tensors = CheckpointFixtures.open(file.get()).networks().get(network == null ? "" : network).tensors();

        List<String> lines = Files.readAllLines(file.get().resolveSibling(keys + "_keys.txt"));
        assertThat(tensors.keySet()).allMatch(key -> lines.stream().anyMatch(line -> line.contains(key)));
        assertThat(tensors).isNotEmpty();
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }
}
