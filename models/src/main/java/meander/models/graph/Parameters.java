package meander.models.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The parameter table of a graph, and whether what a file holds fits it. */
public final class Parameters {
    private final Graph graph;

    public Parameters(Graph graph) {
        this.graph = graph;
    }

    public List<Op.Parameter> table() {
        return graph.parameters().values().stream().map(value -> (Op.Parameter) value.op()).toList();
    }

    /** How many numbers there are in all. */
    public long count() {
        return table().stream().mapToLong(parameter -> parameter.shape().elements()).sum();
    }

    /**
     * What keeps a file from fitting: declared tensors that it lacks or has in another shape. A file may hold more than a graph
     * declares.
     *
     * @param shapes the file's tensors
     * @return one plain line per tensor; empty when everything fits
     */
    public List<String> differences(Map<String, Shape> shapes) {
        List<String> lines = new ArrayList<>();
        for (Op.Parameter parameter : table()) {
            Shape found = shapes.get(parameter.name());
            if (found == null) lines.add(parameter.name() + " " + parameter.shape() + " is missing");
            else if (!found.equals(parameter.shape()))
                lines.add(parameter.name() + " is " + found + ", not " + parameter.shape());
        }
        return lines;
    }
}
