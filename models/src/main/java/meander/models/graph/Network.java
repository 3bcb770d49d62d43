package meander.models.graph;

/** A graph with its weights: all that is needed to run it, serve it or export it. */
public record Network(Graph graph, Weights weights) {}
