package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.checkpoint.Rejected.Reason;

/** Models of tools whose files are not read here: the sentence says what it is and the way out. */
class ForeignFilesTest {
    private static final long[] ONE = {1};

    @TempDir
    private Path folder;

    static Stream<Arguments> files() throws IOException {
        byte[] savedModel = bytes("\10\1\22\u0092\3\12\u00d1\4\22\u00a3\4\12\70\12\5Const\32\17\12\6output\"\5dtype");
        byte[] graph = bytes("\12\51\12\5input\22\13Placeholder*\13\12\5dtype");
        byte[] hdf5 = bytes("\u0089HDF\r\n\32\n\0\0\0\0\0\10\10\0\4\0\20\0");
        byte[] tflite = bytes("\34\0\0\0TFL3\24\0\40\0\34\0\30\0\24\0\20\0");
        byte[] index = bytes("model_checkpoint_path: \"ckpt-12\"\nall_model_checkpoint_paths: \"ckpt-12\"\n");
        byte[] unpacked = PickleAssembler.protocol(2).op('}').text("w").tensor("FloatStorage", "0", 1, 0, ONE, ONE).op('s')
                .stop();
        byte[] opset = new PickleAssembler().op(8, 9, 0x42, 4, 0x0a, 0, 0x10, 99, 0x3a, 0).bytes();
        return Stream.of(Arguments.of("a SavedModel", savedModel, Reason.TENSORFLOW, "tf2onnx"),
                Arguments.of("a frozen graph", graph, Reason.TENSORFLOW, "tf2onnx"),
                Arguments.of("the list of a TensorFlow checkpoint", index, Reason.TENSORFLOW, "tf2onnx"),
                Arguments.of("HDF5", hdf5, Reason.KERAS, "ONNX"),
                Arguments.of("a Keras archive",
                        zip(Map.of("metadata.json", bytes("{}"), "config.json", bytes("{}"), "model.weights.h5", hdf5)),
                        Reason.KERAS, "ONNX"),
                Arguments.of("TensorFlow Lite", tflite, Reason.TFLITE, "--tflite"),
                Arguments.of("tensors of libtorch",
                        zip(Map.of("net/version", bytes("3\n"), "net/data.pkl", PickleAssembler.protocol(2).op('N').stop(),
                                "net/constants.pkl", PickleAssembler.protocol(2).op(')').stop(), "net/code/__torch__.py",
                                bytes("class Module(Module):\n  __parameters__ = [\"weight\", ]\n  weight : Tensor\n"))),
                        Reason.LIBTORCH_TENSORS, "torch.jit.load"),
                Arguments.of("data.pkl alone", unpacked, Reason.UNPACKED_PICKLE, ".pth file"),
                Arguments.of("operators of the future", opset, Reason.OPSET_TOO_NEW, "99"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void theSentenceSaysWhatItIsAndTheWayOut(String what, byte[] content, Reason reason, String way) throws IOException {
        Rejected rejected = CheckpointFixtures.refuse(Files.write(folder.resolve("network"), content));

        assertThat(rejected.reason()).as(rejected.sentence()).isEqualTo(reason);
        assertThat(rejected.sentence()).startsWith("network ").contains(way);
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet())
                TorchFiles.store(zip, entry.getKey(), entry.getValue());
        }
        return out.toByteArray();
    }
}
