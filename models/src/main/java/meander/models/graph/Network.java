package meander.models.graph;

/** A graph with its weights. */
public record Network(String name) {}
