package meander.models.checkpoint.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import meander.models.checkpoint.Budget;
import meander.models.checkpoint.DType;
import meander.models.checkpoint.Port;
import meander.models.checkpoint.Program;
import meander.models.checkpoint.Refusal;
import meander.models.checkpoint.Rejected.Reason;
import meander.models.checkpoint.bytes.ByteSource;
import meander.models.checkpoint.bytes.Extent;
import meander.models.checkpoint.bytes.FileBytes;
import meander.models.checkpoint.bytes.ZipDirectory;

/**
 * Reads what a TorchScript archive takes and gives, without running it: the names of {@code forward}'s arguments, from its text. The text is
 * a program in a language without files or processes, except for two of its operations; those, and loops without a bound, are refused.
 */
public final class TorchScript {
    private static final Pattern CLASS = Pattern.compile("c(__torch__[\\w.]*)\n(\\w+)\n");
    private static final Pattern FORBIDDEN = Pattern.compile("\\b(?:torch|ops\\.aten)\\.(?:save|from_file)\\b|(?m)^\\s*while\\b");
    private static final Pattern FOREIGN = Pattern.compile("\\bops\\.(\\w+)\\.\\w+");
    private static final Set<String> KNOWN = Set.of("aten", "prim");
    private static final Pattern ARGUMENT = Pattern.compile("(\\w+): ([\\w.\\[\\], ]+?)(=.*)?");
    private static final int HEAD = 1 << 16;
    private static final String ABOUT = "extra/meander.json";

    private final FileBytes source;
    private final ByteSource.Reader reader;
    private final Budget budget;
    private final ZipDirectory directory;

    private TorchScript(FileBytes source, ByteSource.Reader reader, Budget budget, ZipDirectory directory) {
        this.source = source;
        this.reader = reader;
        this.budget = budget;
        this.directory = directory;
    }

    /** Empty if an archive holds no program. @throws Refusal if it holds one that may not run */
    public static Optional<Program> read(FileBytes source, ByteSource.Reader reader, Budget budget, ZipDirectory directory)
            throws IOException {
        TorchScript archive = new TorchScript(source, reader, budget, directory);
        Optional<String> root = archive.directory.names().stream().filter(name -> name.matches("(?:[^/]+/)?constants\\.pkl"))
                .findFirst().map(name -> name.substring(0, name.length() - "constants.pkl".length()));
        return root.isEmpty() ? Optional.empty() : Optional.of(archive.program(root.get()));
    }

    private Program program(String root) throws IOException {
        for (String name : List.copyOf(directory.names()))
            if (name.startsWith(root + "code/") && name.endsWith(".py")) check(text(name));
        List<Port> inputs = new ArrayList<>();
        for (String argument : forward(root))
            port(argument).ifPresent(inputs::add);
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        List<Port> outputs = new ArrayList<>();
        if (directory.names().contains(root + ABOUT)) inputs = told(text(root + ABOUT), inputs, outputs, facts);
        long bytes = 0;
        for (String name : directory.names())
            if (name.startsWith(root + "data/")) bytes += directory.packed(name).extent().length();
        budget.reached(1);
        return new Program(new Extent(source, 0, source.size()), Program.Language.TORCH_SCRIPT, inputs, outputs, facts,
                bytes / Float.BYTES, List.of());
    }

    private static void check(String code) throws Refusal {
        Matcher forbidden = FORBIDDEN.matcher(code);
        if (forbidden.find()) throw new Refusal(Reason.OPERATION_NOT_ALLOWED, forbidden.group().strip());
        Matcher foreign = FOREIGN.matcher(code);
        while (foreign.find())
            if (!KNOWN.contains(foreign.group(1))) throw new Refusal(Reason.OPERATION_NOT_ALLOWED, shown(foreign.group()));
    }

    /** The arguments of the module's method, each as its text. */
    private List<String> forward(String root) throws IOException {
        Matcher module = CLASS.matcher(head(root + "data.pkl"));
        if (!module.find()) throw new Refusal(Reason.PROGRAM_FAULT, "it holds no module");
        String file = root + "code/" + module.group(1).replace('.', '/') + ".py";
        String code = directory.names().contains(file) ? text(file) : "";
        int start = code.indexOf("class " + module.group(2) + "(Module):");
        int next = code.indexOf("\nclass ", Math.max(start, 0));
        String body = start < 0 ? "" : next < 0 ? code.substring(start) : code.substring(start, next);
        int method = body.indexOf("def forward(self");
        int end = body.indexOf(") -> ", Math.max(method, 0));
        if (method < 0 || end < 0) throw new Refusal(Reason.PROGRAM_FAULT, "its module has no method forward");
        List<String> arguments = List.of(body.substring(method, end).split(",\\s*(?=\\w+: )"));
        return arguments.subList(1, arguments.size());
    }

    /** Empty for one that may be left out. */
    private static Optional<Port> port(String argument) throws Refusal {
        Matcher parts = ARGUMENT.matcher(argument.strip());
        if (!parts.matches()) throw new Refusal(Reason.PROGRAM_FAULT, "its method forward cannot be read");
        if (parts.group(3) != null) return Optional.empty();
        if (!parts.group(2).equals("Tensor"))
            throw new Refusal(Reason.PROGRAM_FAULT,
                    "its input " + shown(parts.group(1)) + " is of type " + shown(parts.group(2)));
        return Optional.of(Port.untold(parts.group(1)));
    }

    /** What a file of Meander's own says besides. */
    private List<Port> told(String json, List<Port> inputs, List<Port> outputs, SequencedMap<String, String> facts)
            throws IOException {
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

    private String head(String name) throws IOException {
        return new String(content(name, HEAD, false), StandardCharsets.ISO_8859_1);
    }

    private String text(String name) throws IOException {
        return new String(content(name, budget.limits().text(), true), StandardCharsets.UTF_8);
    }

    /** @param whole whether more than the most is refused, or not of interest */
    private byte[] content(String name, int most, boolean whole) throws IOException {
        ZipDirectory.Content content = directory.packed(name);
        Inflater inflater = new Inflater(true);
        try (InputStream packed = content.extent().stream(reader);
                InputStream in = content.deflated() ? new InflaterInputStream(packed, inflater) : packed) {
            byte[] read = in.readNBytes(most);
            budget.heap(2L * read.length);
            if (whole && read.length == most) throw new Refusal(Reason.TOO_LARGE, "bytes in one string", (long) most);
            return read;
        } catch (ZipException e) {
            throw new Refusal(Reason.MALFORMED, content.extent().position(), "an entry that does not unpack");
        } finally {
            inflater.end();
        }
    }

    private static String shown(String name) {
        return name.length() > 100 ? name.substring(0, 100) + "…" : name;
    }
}
