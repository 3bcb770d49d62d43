package meander.models.graph;

/**
 * Where a definition declares its parameters: a graph and a prefix, so that a layer need not know where in the network it
 * stands. Names are those of the file format a family is known by.
 */
public record Scope(Graph graph, String prefix) {
    public static Scope root(Graph graph) {
        return new Scope(graph, "");
    }

    /** The scope of a part: {@code at("b8").at("conv0")} declares under {@code b8.conv0.}. */
    public Scope at(String part) {
        return new Scope(graph, prefix + part + ".");
    }

    /** Something kept with what is learned, such as running statistics. */
    public Value kept(String name, Initializer initializer, int... dims) {
        return graph.parameter(new Op.Parameter(prefix + name, Shape.of(dims), initializer, false));
    }

    public Value parameter(String name, Initializer initializer, int... dims) {
        return graph.parameter(prefix + name, Shape.of(dims), initializer);
    }
}
