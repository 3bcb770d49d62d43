package meander.models.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameter table of a graph, and whether what a file holds fits it. */
public final class Parameters {
    /** A parameter that a file lacks, or has in another shape. @param found its shape in the file, if it is there */
    public record Difference(String name, Shape declared, Optional<Shape> found) {
        @Override
        public String toString() {
            return found.map(shape -> name + " is " + shape + ", not " + declared).orElse(name + " " + declared + " is missing");
        }
    }

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
    public List<Difference> differences(Map<String, Shape> shapes) {
        List<Difference> differences = new ArrayList<>();
        for (Op.Parameter parameter : table()) {
            Shape found = shapes.get(parameter.name());
            if (found == null) differences.add(new Difference(parameter.name(), parameter.shape(), Optional.empty()));
            else if (!found.equals(parameter.shape()))
                differences.add(new Difference(parameter.name(), parameter.shape(), Optional.of(found)));
        }
        return differences;
    }
}
