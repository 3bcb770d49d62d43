package meander.models.checkpoint.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.models.checkpoint.ByteRange;
import meander.models.checkpoint.ByteSource;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.FileBytes;
import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Port;
import meander.models.checkpoint.ReadBudget;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.RejectedException;
import meander.models.checkpoint.ZipDirectory;
import meander.models.checkpoint.pickle.Globals;
import meander.models.checkpoint.pickle.Py;
import meander.models.checkpoint.torch.script.CheckedScript;
import meander.models.checkpoint.torch.script.ScriptExpression;
import meander.models.checkpoint.torch.script.ScriptFunction.Parameter;
import meander.models.checkpoint.torch.script.ScriptSource;

/**
 * Reads a TorchScript archive, all of it, without running it: one folder of entries of kinds that PyTorch writes, whose source is parsed and
 * checked, and whose pickles go through the same machine as those of checkpoints.
 */
public final class TorchScript {
    private static final Pattern MARK = Pattern.compile("(?:[^/]+/)*(?:constants\\.pkl|code/.*\\.py)");
    /** Below the root: what PyTorch 1.0 to 2.x writes. What tells where in whose Python a line was written is not read, and never handed on. */
    private static final Pattern KNOWN = Pattern
            .compile("version|byteorder|\\.format_version|\\.storage_alignment|\\.data/[\\w.]+"
                    + "|data\\.pkl|constants\\.pkl|(?:data|constants)/[\\w.]+|code/(?:[A-Za-z_]\\w*/)*[A-Za-z_]\\w*\\.py(?:\\.debug_pkl)?|extra/.+");
    private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\s?");
    private static final int USUAL_VERSION = 3;
    private static final int SHORT = 64;
    private static final String ABOUT = "extra/meander.json";

    private final FileBytes source;
    private final ByteSource.Reader reader;
    private final ReadBudget budget;
    private final ZipDirectory directory;

    private TorchScript(FileBytes source, ByteSource.Reader reader, ReadBudget budget, ZipDirectory directory) {
        this.source = source;
        this.reader = reader;
        this.budget = budget;
        this.directory = directory;
    }

    /** Empty if an archive holds no program. @throws RejectedException if it holds one that may not run */
    public static Optional<ForeignModel> read(FileBytes source, ByteSource.Reader reader, ReadBudget budget,
            ZipDirectory directory) throws IOException {
        TorchScript archive = new TorchScript(source, reader, budget, directory);
        boolean program = directory.names().stream().anyMatch(name -> MARK.matcher(name).matches());
        return program ? Optional.of(archive.program(archive.root())) : Optional.empty();
    }

    /** The folder of all entries, with its slash. */
    private String root() throws IOException {
        String first = directory.names().getFirst();
        String root = first.substring(0, first.indexOf('/') + 1);
        long bytes = 0;
        for (String name : directory.names()) {
            if (root.isEmpty() || !name.startsWith(root))
                throw new RejectedException(Reason.PROGRAM_FAULT, "its archive has more than one folder at its top");
            if (name.endsWith("/")) {
                if (directory.packed(name).extent().length() > 0) throw unknown(name);
                continue;
            }
            String entry = name.substring(root.length());
            if (!KNOWN.matcher(entry).matches()) throw unknown(name);
            bytes += directory.packed(name).extent().length(); // which compares the entry's own header with the directory
        }
        if (bytes > source.size()) throw new RejectedException(Reason.PROGRAM_FAULT, "its archive holds more than it is long");
        return root;
    }

    private static RejectedException unknown(String name) {
        return new RejectedException(Reason.PROGRAM_FAULT,
                "its archive has the entry " + ScriptSource.shown(name) + ", which PyTorch does not write");
    }

    private ForeignModel program(String root) throws IOException {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        for (String name : directory.names())
            if (name.startsWith(root + "code/") && name.endsWith(".py")) files.put(name.substring(root.length()), text(name));
        if (files.values().stream().anyMatch(text -> text.contains(": Tensor\n"))
                && files.values().stream().noneMatch(text -> text.contains("def ")))
            throw new RejectedException(Reason.LIBTORCH_TENSORS, source.name());
        ScriptSource parsed = CheckedScript.parse(files, budget);
        CheckedScript script = script(root, parsed);
        List<Port> inputs = inputs(script);
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        List<Port> outputs = new ArrayList<>();
        if (directory.names().contains(root + ABOUT)) inputs = told(text(root + ABOUT), inputs, outputs, facts);
        long bytes = 0;
        for (String name : directory.names())
            if (name.startsWith(root + "data/")) bytes += directory.packed(name).extent().length();
        budget.reached(1);
        return new ForeignModel(new ByteRange(source, 0, source.size()), ForeignModel.Language.TORCH_SCRIPT, inputs, outputs,
                facts, bytes / Float.BYTES, List.of(), Optional.of(script));
    }

    private CheckedScript script(String root, ScriptSource parsed) throws IOException {
        Globals globals = new Globals();
        TorchGlobals.addTo(globals);
        CheckedScript.addTo(globals, parsed);
        TorchZipReader zip = new TorchZipReader(reader, budget, directory);
        try {
            Py constants = zip.read(root, "constants.pkl", "constants/", globals);
            CheckedScript.check(parsed, constants); // first, as what a program asks for is the better reason
            CheckedScript script = CheckedScript.of(version(root), parsed, zip.read(root, "data.pkl", "data/", globals),
                    constants, budget);
            for (String name : directory.names())
                if ((name.startsWith(root + "data/") || name.startsWith(root + "constants/")) && !zip.used().contains(name))
                    throw new RejectedException(Reason.PROGRAM_FAULT,
                            "its archive has the entry " + ScriptSource.shown(name) + ", which nothing uses");
            return script;
        } catch (RejectedException e) {
            if (e.rejected().reason() == Reason.GLOBAL_NOT_ALLOWED
                    && e.rejected().details().getFirst().toString().startsWith("__torch__"))
                throw new RejectedException(Reason.PROGRAM_FAULT, "it has no code for " + e.rejected().details().getFirst());
            throw e;
        }
    }

    private int version(String root) throws IOException {
        String name = root + "version";
        if (!directory.names().contains(name)) return USUAL_VERSION;
        var version = VERSION.matcher(new String(content(name, SHORT), StandardCharsets.ISO_8859_1));
        if (!version.matches()) throw new RejectedException(Reason.PROGRAM_FAULT, "its version is no number");
        return Integer.parseInt(version.group(1));
    }

    /** The arguments of the module's method that must be given. */
    private static List<Port> inputs(CheckedScript script) throws RejectedException {
        List<Port> inputs = new ArrayList<>();
        for (Parameter parameter : script.forward().parameters().subList(1, script.forward().parameters().size())) {
            if (parameter.value() != null) continue;
            if (!(parameter.type() instanceof ScriptExpression.Name(String type, _)) || !type.equals("Tensor"))
                throw new RejectedException(Reason.PROGRAM_FAULT,
                        "its input " + ScriptSource.shown(parameter.name()) + " is no tensor");
            inputs.add(Port.untold(parameter.name()));
        }
        return inputs;
    }

    /** What a file of Meander's own says besides. */
    private List<Port> told(String json, List<Port> inputs, List<Port> outputs, SequencedMap<String, String> facts) {
        JsonNode about;
        try {
            about = new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            return inputs;
        }
        about.properties().forEach(entry -> {
            if (entry.getValue().isTextual() || entry.getValue().isNumber() || entry.getValue().isBoolean())
                facts.put("meander." + entry.getKey(), entry.getValue().asText());
        });
        about.path("outputs").forEach(name -> outputs.add(Port.untold(name.asText())));
        JsonNode names = about.path("inputs");
        JsonNode shapes = about.path("shapes");
        if (names.size() != inputs.size() || shapes.size() != inputs.size()) return inputs;
        List<Port> told = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            List<Integer> dims = new ArrayList<>();
            for (JsonNode dim : shapes.get(i)) {
                if (dim.isNumber() && (!dim.isInt() || dim.intValue() < 1 || dim.intValue() > budget.limits().elements()))
                    return inputs;
                dims.add(dim.asInt(Port.ANY));
            }
            told.add(new Port(names.get(i).asText(), DType.F32, dims));
        }
        return told;
    }

    private String text(String name) throws IOException {
        return new String(content(name, budget.limits().text()), StandardCharsets.UTF_8);
    }

    private byte[] content(String name, int most) throws IOException {
        ZipDirectory.Content content = directory.packed(name);
        Inflater inflater = new Inflater(true);
        try (InputStream packed = content.extent().stream(reader);
                InputStream in = content.deflated() ? new InflaterInputStream(packed, inflater) : packed) {
            byte[] read = in.readNBytes(most);
            budget.heap(2L * read.length);
            if (read.length == most) throw new RejectedException(Reason.TOO_LARGE, "bytes in one string", (long) most);
            return read;
        } catch (ZipException e) {
            throw new RejectedException(Reason.MALFORMED, content.extent().position(), "an entry that does not unpack");
        } finally {
            inflater.end();
        }
    }
}
