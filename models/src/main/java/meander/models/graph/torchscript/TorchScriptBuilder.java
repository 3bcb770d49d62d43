package meander.models.graph.torchscript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import meander.models.graph.Tensor;

/**
 * A TorchScript class under construction: tensors that it keeps between calls and methods that work on them, as source that a person can
 * read. {@link Archive} writes it as the {@code .pt} file that {@code torch.jit.load} opens.
 */
public final class TorchScriptBuilder {
    private final String name;
    private final boolean padsChannels;
    private final SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    private final SequencedMap<Tensor, String> constants = new LinkedHashMap<>();
    private final List<String> methods = new ArrayList<>();

    /** A script for any processor, as a file has to be. @param name of the class */
    public TorchScriptBuilder(String name) {
        this(name, false);
    }

    /**
     * @param name         of the class
     * @param padsChannels whether what is compiled into it is for a processor that needs {@link meander.models.graph.ConvChannelPadding}:
     *                     {@link ScriptModule#padsChannels}
     */
    public TorchScriptBuilder(String name, boolean padsChannels) {
        this.name = name;
        this.padsChannels = padsChannels;
    }

    boolean padsChannels() {
        return padsChannels;
    }

    public String name() {
        return name;
    }

    /** Tensors by attribute, in the order in which they were declared. */
    public SequencedMap<String, Tensor> tensors() {
        return tensors;
    }

    /** Declares a tensor that is kept between calls. @throws IllegalArgumentException if the name is taken */
    public void keep(String attribute, Tensor initial) {
        if (tensors.putIfAbsent(attribute, initial) != null)
            throw new IllegalArgumentException("the name " + attribute + " is taken");
    }

    /** An expression for a constant; the same constant is kept once. */
    String constant(Tensor value) {
        return "self." + constants.computeIfAbsent(value, _ -> {
            String attribute = "constant" + constants.size();
            keep(attribute, value);
            return attribute;
        });
    }

    /**
     * Adds a method.
     *
     * @param arguments names of tensors
     * @param returns   the type, for example {@code Tensor}
     * @param body      lines without indentation; a line that belongs into a block is indented by two spaces more
     */
    public void method(String method, List<String> arguments, String returns, List<String> body) {
        StringBuilder source = new StringBuilder("  def " + method + "(self: __torch__." + name);
        arguments.forEach(argument -> source.append(",\n      ").append(argument).append(": Tensor"));
        source.append(") -> ").append(returns).append(":\n");
        body.forEach(line -> source.append("    ").append(line).append('\n'));
        methods.add(source.toString());
    }

    /** The source of the functions that stand beside every class. */
    public static String functions() {
        return TorchScriptFunctions.SOURCE;
    }

    /** All of it, as it lies in the archive. */
    public String source() {
        StringBuilder source = new StringBuilder("class " + name + "(Module):\n  __parameters__ = []\n  __buffers__ = [");
        tensors.keySet().forEach(attribute -> source.append('"').append(attribute).append("\", "));
        source.append("]\n  training : bool\n");
        tensors.forEach((attribute, tensor) -> source.append("  ").append(attribute).append(" : Tensor  # ")
                .append(tensor.shape()).append('\n'));
        methods.forEach(source::append);
        return source + TorchScriptFunctions.SOURCE;
    }
}
