package meander.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.reader.Checkpoints;

/** TorchScript archives made to do harm. None gets as far as an engine. */
class HostileScriptTest {
    @TempDir
    private Path folder;

    private static byte[] archive(String code) {
        return archive(code, object("__torch__"));
    }

    /** The pickle of a module without anything in it. */
    private static String object(String module) {
        return "c" + module + "\nNet\n)\u0081}b.";
    }

    private static byte[] archive(String code, String object) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            TorchFiles.store(zip, "net/data.pkl", object.getBytes(StandardCharsets.ISO_8859_1));
            TorchFiles.store(zip, "net/constants.pkl", new byte[]{(byte) 0x80, 2, ')', '.'});
            zip.putNextEntry(new ZipEntry("net/code/__torch__.py")); // packed, as PyTorch packs its code
            zip.write(code.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static String module(String arguments, String... body) {
        return "class Net(Module):\n  __parameters__ = []\n  def forward(self: __torch__.Net" + arguments + ") -> Tensor:\n    "
                + String.join("\n    ", body) + "\n    return z\n";
    }

    static Stream<Arguments> archives() {
        String z = ",\n    z: Tensor";
        return Stream.of(
                // The operations of the language that touch files.
                Arguments.of("writes", archive(module(z, "torch.save(z, \"meander-was-here\")")), Reason.OPERATION_NOT_ALLOWED),
                Arguments.of("writes by its other name", archive(module(z, "ops.aten.save(z, \"meander-was-here\")")),
                        Reason.OPERATION_NOT_ALLOWED),
                Arguments.of("maps a file", archive(module(z, "y = torch.from_file(\"/etc/passwd\", False, 9)")),
                        Reason.OPERATION_NOT_ALLOWED),
                // What somebody has installed.
                Arguments.of("operation of a stranger", archive(module(z, "y = ops.evil.run(z)")), Reason.OPERATION_NOT_ALLOWED),
                // For ever, at once or when numbers say so.
                Arguments.of("endless loop", archive(module(z, "while True:", "  z = z")), Reason.OPERATION_NOT_ALLOWED),
                // In another method than the one that is called.
                Arguments.of("writes when it is loaded", archive(module(z)
                        + "  def __setstate__(self: __torch__.Net,\n    s: Tensor) -> NoneType:\n    torch.save(s, \"x\")\n"),
                        Reason.OPERATION_NOT_ALLOWED),
                // Nothing to call, or nobody knows with what.
                Arguments.of("no module", archive(module(z), "}."), Reason.PROGRAM_FAULT),
                Arguments.of("no code for its module", archive(module(z), object("__torch__.other")), Reason.PROGRAM_FAULT),
                Arguments.of("no method", archive("class Net(Module):\n  pass\n"), Reason.PROGRAM_FAULT),
                Arguments.of("a list", archive(module(",\n    z: List[Tensor]")), Reason.PROGRAM_FAULT),
                // Climbs out of its archive, to a place that is code for whoever unpacks it.
                Arguments.of("module outside", archive(module(z), object("__torch__..")), Reason.PROGRAM_FAULT),
                // A hundred megabytes of a hundred kilobytes.
                Arguments.of("text that unpacks to more than there is", archive(" ".repeat(100_000_000)), Reason.TOO_LARGE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("archives")
    void isRefusedBeforeAnythingRuns(String name, byte[] content, Reason reason) throws IOException {
        assertThat(CheckpointFixtures.refuse(write(content)).reason()).isEqualTo(reason);
        assertThat(Path.of("meander-was-here")).doesNotExist();
    }

    /** Whatever an archive says of itself is not believed beyond its code. */
    @Test
    void shapesThatCannotBeAreNotTaken() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            TorchFiles.store(zip, "net/data.pkl", object("__torch__").getBytes(StandardCharsets.ISO_8859_1));
            TorchFiles.store(zip, "net/constants.pkl", new byte[]{(byte) 0x80, 2, ')', '.'});
            TorchFiles.store(zip, "net/code/__torch__.py", module(",\n    z: Tensor").getBytes(StandardCharsets.US_ASCII));
            TorchFiles.store(zip, "net/extra/meander.json",
                    "{\"inputs\":[\"z\"],\"shapes\":[[null,99999999999]],\"outputs\":[\"picture\"]}"
                            .getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(Checkpoints.open(write(out.toByteArray()))).isInstanceOfSatisfying(ForeignModel.class,
                program -> assertThat(program.isTold()).isFalse());
    }

    /** Files that end early never open; one wrong byte may go unnoticed. Neither throws. */
    @Test
    void aDamagedFileIsAnAnswer() throws IOException {
        byte[] good = Files.readAllBytes(meander.models.Fixtures.path("programs/traced.pt"));
        Random random = new Random(8);
        for (int i = 0; i < 40; i++) {
            CheckpointFixtures.refuse(write(Arrays.copyOf(good, 1 + random.nextInt(good.length - 1))));
            byte[] wrong = good.clone();
            wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
            if (Checkpoints.open(write(wrong)) instanceof Rejected why) assertThat(why.sentence()).isNotBlank();
        }
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("net.pt"), content);
    }
}
