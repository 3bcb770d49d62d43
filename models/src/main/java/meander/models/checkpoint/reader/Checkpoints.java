package meander.models.checkpoint.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import meander.models.checkpoint.ByteCursor;
import meander.models.checkpoint.ByteSource;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.FileBytes;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.ReadLimits;
import meander.models.checkpoint.ReadResult;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.ZipDirectory;
import meander.models.checkpoint.numpy.NumpyGlobals;
import meander.models.checkpoint.onnx.OnnxReader;
import meander.models.checkpoint.pickle.Globals;
import meander.models.checkpoint.pickle.PersistentIdResolver;
import meander.models.checkpoint.pickle.Py;
import meander.models.checkpoint.pickle.Unpickler;
import meander.models.checkpoint.safetensors.SafetensorsReader;
import meander.models.checkpoint.torch.TorchGlobals;
import meander.models.checkpoint.torch.TorchLegacyReader;
import meander.models.checkpoint.torch.TorchScript;
import meander.models.checkpoint.torch.TorchZipReader;

/** Opens checkpoints by their content; the ending of a file's name means nothing. */
public final class Checkpoints {
    private static final int BUFFER = 1 << 13;

    private Checkpoints() {}

    /** Opens a file, or says why not. Never throws for anything that a file contains. */
    public static ReadResult open(Path file) {
        return open(file, () -> false, share -> {});
    }

    /**
     * Opens a file, or says why not. Never throws for anything that a file contains.
     *
     * @param cancelled asked every now and then; when true, the answer is {@link Reason#CANCELLED}
     * @param progress  told the share of the file that lies behind, 0 to 1, on the calling thread
     */
    public static ReadResult open(Path file, BooleanSupplier cancelled, DoubleConsumer progress) {
        return open(file, ReadLimits.DEFAULT, cancelled, progress);
    }

    static ReadResult open(Path file, ReadLimits limits, BooleanSupplier cancelled, DoubleConsumer progress) {
        String name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
        try {
            FileBytes source = FileBytes.of(file);
            if (Files.isDirectory(file)) return Rejected.because(Reason.IS_FOLDER, name);
            // A pipe or a device could keep us waiting for ever.
            if (!Files.isRegularFile(file)) return Rejected.because(Reason.UNREADABLE, name, "not an ordinary file");
            if (source.size() == 0) return Rejected.because(Reason.EMPTY_FILE, name);
            try (ByteSource.Reader reader = source.reader()) {
                return open(source, reader, new ReadBudget(limits, cancelled, progress));
            }
        } catch (RejectedException e) {
            return e.rejected();
        } catch (NoSuchFileException e) {
            return Rejected.because(Reason.MISSING_FILE, name);
        } catch (AccessDeniedException e) {
            return Rejected.because(Reason.UNREADABLE, name, "access denied");
        } catch (ClosedByInterruptException e) {
            return Rejected.because(Reason.CANCELLED);
        } catch (IOException e) {
            return Rejected.because(Reason.UNREADABLE, name, String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            // A small array was read while opening.
            return e.getCause() instanceof RejectedException refusal
                    ? refusal.rejected()
                    : Rejected.because(Reason.UNREADABLE, name, String.valueOf(e.getCause().getMessage()));
        }
    }

    private static ReadResult open(FileBytes source, ByteSource.Reader reader, ReadBudget budget) throws IOException {
        budget.reached(0);
        var head = ByteBuffer.allocate((int) Math.min(64, source.size()));
        reader.read(0, head);
        // First, as the length that it begins with may look like the first byte of a pickle.
        if (SafetensorsReader.begins(head.flip())) return safetensors(source, SafetensorsReader.read(reader, budget), budget);
        if (isSavedModel(head)) return Rejected.because(Reason.TENSORFLOW, source.name());
        if (OnnxReader.begins(head)) return OnnxReader.read(source, reader, budget);
        String text = StandardCharsets.ISO_8859_1.decode(head).toString();
        var globals = new Globals().withPlaceholders();
        TorchGlobals.addTo(globals);
        NumpyGlobals.addTo(globals);
        VariableTree.addTo(globals);
        if (text.startsWith("PK\3\4")) {
            var directory = new ZipDirectory(reader, budget);
            Optional<ForeignModel> program = TorchScript.read(source, reader, budget, directory);
            if (program.isPresent()) return program.get();
            if (directory.names().contains("model.weights.h5")) return Rejected.because(Reason.KERAS, source.name());
            Optional<Py> object = new TorchZipReader(reader, budget, directory).read(globals);
            return object.isPresent()
                    ? assemble(source, ContainerFormat.TORCH_ZIP, object.get(), globals, budget)
                    : Rejected.because(Reason.NOT_A_CHECKPOINT, source.name());
        }
        char first = text.charAt(0);
        if (first == 0x80) return pickle(source, reader, globals, budget);
        if ("(}]c".indexOf(first) >= 0) return headless(source, reader, globals, budget);
        return Rejected.because(foreign(text), source.name());
    }

    private static ReadResult safetensors(FileBytes source, StateDict network, ReadBudget budget) throws IOException {
        if (network.tensors().isEmpty()) return Rejected.because(Reason.NO_NETWORK, source.name());
        budget.reached(1);
        var networks = new LinkedHashMap<String, StateDict>();
        networks.put("", network);
        return new Checkpoint(source.path(), ContainerFormat.SAFETENSORS, networks, new LinkedHashMap<>());
    }

    private static ReadResult pickle(FileBytes source, ByteSource.Reader reader, Globals globals, ReadBudget budget)
            throws IOException {
        var in = new ByteCursor(reader, 0, source.size(), BUFFER, budget);
        Py object = new Unpickler(in, budget, globals, identifier -> {
            if (globals.hasAsked("torch._utils")) throw new RejectedException(Reason.UNPACKED_PICKLE, source.name());
            return PersistentIdResolver.NOTHING.load(identifier);
        }).load();
        return TorchLegacyReader.isMagic(object)
                ? assemble(source, ContainerFormat.TORCH_LEGACY, new TorchLegacyReader(in, budget, globals).readBehindMagic(),
                        globals, budget)
                : assemble(source, ContainerFormat.PICKLE, object, globals, budget);
    }

    /** Protocols 0 and 1 have no mark of their own, so a file that merely begins alike is not called damaged. */
    private static ReadResult headless(FileBytes source, ByteSource.Reader reader, Globals globals, ReadBudget budget)
            throws IOException {
        try {
            return pickle(source, reader, globals, budget);
        } catch (RejectedException e) {
            return switch (e.rejected().reason()) {
                case MALFORMED, TRUNCATED -> Rejected.because(Reason.NOT_A_CHECKPOINT, source.name());
                default -> throw e;
            };
        }
    }

    /** A version, then a message that begins with a message, where ONNX has the name of what wrote it. */
    private static boolean isSavedModel(ByteBuffer head) {
        if (head.remaining() < 12 || head.get(0) != 0x08 || head.get(2) != 0x12) return false;
        int at = 3;
        while (head.get(at) < 0 && at < 8)
            at++;
        return head.get(at + 1) == 0x0a;
    }

    private static Reason foreign(String head) {
        if (head.startsWith("\u0089HDF\r\n")) return Reason.KERAS;
        if (head.startsWith("TFL3", 4)) return Reason.TFLITE;
        // A graph begins with a node: its message, its name, its operation.
        if (head.startsWith("\n") && (head.contains("Placeholder") || head.contains("Const"))) return Reason.TENSORFLOW;
        String text = head.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("model_checkpoint_path:")) return Reason.TENSORFLOW;
        if (text.startsWith("<!doctype html") || text.startsWith("<html")) return Reason.WEB_PAGE;
        if (text.startsWith("version https://git-lfs")) return Reason.GIT_LFS_POINTER;
        return Reason.NOT_A_CHECKPOINT;
    }

    private static ReadResult assemble(FileBytes source, ContainerFormat container, Py object, Globals globals, ReadBudget budget)
            throws IOException {
        var assembler = new Assembler(budget);
        if (!assembler.add(object))
            return globals.firstUnknown().map(Globals::notAllowed)
                    .orElseGet(() -> Rejected.because(Reason.NO_NETWORK, source.name()));
        budget.reached(1);
        return new Checkpoint(source.path(), container, assembler.networks(), assembler.facts());
    }

    /**
     * The SHA-256 of a file's content as 64 hexadecimal digits.
     *
     * @throws CancellationException when cancelled
     * @throws IOException           if the file cannot be read
     */
    public static String sha256(Path file, BooleanSupplier cancelled) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        try (var in = Files.newInputStream(file)) {
            byte[] chunk = new byte[1 << 16];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (cancelled.getAsBoolean()) throw new CancellationException();
                digest.update(chunk, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
