package meander.models.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import meander.models.Fixtures;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Port;
import meander.models.checkpoint.reader.Checkpoints;
import meander.models.graph.Tensor;
import meander.models.process.Confinement;

/** What a process may say that is no longer ours. */
class ProgramProcessTest {
    private static final Port Z = new Port("z", DType.F32, List.of(1));

    /** Says what it is told to in place of results. */
    static final class Liar {
        private Liar() {}

        public static void main(String[] arguments) throws IOException {
            String to = arguments[7];
            DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in));
            try (OutputStream out = to.equals("-") ? new FileOutputStream(FileDescriptor.out) : new FileOutputStream(to);
                    DataOutputStream replies = new DataOutputStream(out)) {
                replies.writeByte(ProgramWire.READY);
                in.readByte();
                replies.writeByte(ProgramWire.OPENED);
                if (System.getProperty("lie").equals("ends")) return;
                lie(System.getProperty("lie"), replies);
                while (in.read() >= 0) {
                    // until it is closed
                }
            }
        }

        private static void lie(String lie, DataOutputStream out) throws IOException {
            switch (lie) {
                case "another answer" -> out.writeByte(99);
                case "many results" -> {
                    out.writeByte(ProgramWire.RESULTS);
                    out.writeInt(Integer.MAX_VALUE);
                }
                case "fewer than none" -> {
                    out.writeByte(ProgramWire.RESULTS);
                    out.writeInt(-1);
                }
                case "a long name" -> {
                    out.writeByte(ProgramWire.RESULTS);
                    out.writeInt(1);
                    out.writeInt(1 << 30);
                }
                case "an unknown type" -> {
                    out.writeByte(ProgramWire.RESULTS);
                    out.writeInt(1);
                    name(out);
                    out.writeByte(77);
                }
                case "many axes" -> {
                    out.writeByte(ProgramWire.RESULTS);
                    out.writeInt(1);
                    name(out);
                    out.writeByte(0);
                    out.writeByte(127);
                }
                case "before the memory" -> result(out, -4, 1);
                case "behind the memory" -> result(out, 1L << 40, 1);
                case "half behind the memory" -> result(out, (1L << 30) - 4, 2);
                case "between numbers" -> result(out, 2, 1);
                case "a negative size" -> result(out, 0, -5);
                case "no size" -> result(out, 0, 0);
                case "sizes that overflow" -> result(out, 0, 1 << 16, 1 << 16, 1 << 16, 1 << 16);
                case "more than all memory" -> result(out, 0, Integer.MAX_VALUE);
                case "one in another" -> {
                    out.writeByte(ProgramWire.RESULTS);
                    out.writeInt(5);
                    for (int i = 0; i < 5; i++)
                        place(out, 0, 1 << 28);
                }
                case "a long failure" -> {
                    out.writeByte(ProgramWire.FAILED);
                    out.writeInt(1 << 20);
                }
                default -> throw new IllegalArgumentException(lie);
            }
        }

        private static void result(DataOutputStream out, long at, int... dims) throws IOException {
            out.writeByte(ProgramWire.RESULTS);
            out.writeInt(1);
            place(out, at, dims);
        }

        private static void place(DataOutputStream out, long at, int... dims) throws IOException {
            name(out);
            out.writeByte(0);
            out.writeByte(dims.length);
            for (int dim : dims)
                out.writeInt(dim);
            out.writeLong(at);
        }

        private static void name(DataOutputStream out) throws IOException {
            byte[] name = "y".getBytes(StandardCharsets.UTF_8);
            out.writeInt(name.length);
            out.write(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"another answer", "many results", "fewer than none", "a long name", "an unknown type", "many axes",
            "before the memory", "behind the memory", "half behind the memory", "between numbers", "a negative size", "no size",
            "sizes that overflow", "more than all memory", "one in another", "a long failure", "ends"})
    void whatItSaysIsNotBelieved(String lie) {
        ForeignModel program = (ForeignModel) Checkpoints.open(Fixtures.path("programs/conditional.onnx"));
        Duration patience = Duration.ofMinutes(1);
        try (ProgramProcess process = new ProgramProcess(program, new ProgramLimits(patience, patience, 1L << 32, 0),
                RenderSettings.DEFAULT, Confinement.ofThisSystem(), Liar.class, List.of("-Dlie=" + lie))) {
            assertThatThrownBy(() -> process.run(List.of(Z), Map.of("z", Tensor.zeros(1)), Set.of("y")))
                    .isInstanceOfSatisfying(ProgramProcess.Ended.class, ended -> assertThat(ended.getMessage())
                            .contains(lie.equals("ends") ? "it ended the process" : "said something else than was asked"));
        }
    }
}
