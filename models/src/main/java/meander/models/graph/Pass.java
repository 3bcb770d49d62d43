package meander.models.graph;

import java.util.Set;

/**
 * A step from one graph to another that gives the same outputs for the same inputs. What it asks of the graph and what it does to it is
 * declared, so that a {@link Pipeline} in which it stands at a wrong place cannot be made.
 *
 * <p>Inputs, parameters, outputs, updates and cuts are kept. Steps that a pass has replaced may stay behind unread: compilers leave out what
 * no result needs, and the other values keep their numbers.
 */
public interface Pass {
    /** What can be said of a graph before or after a pass. */
    enum Condition {
        /** Nothing in it is differentiated, and nothing will be: its parameters do not move. */
        NOT_DIFFERENTIATED {
            @Override
            public boolean holds(Graph graph) {
                return graph.values().stream().noneMatch(value -> value.op() instanceof Op.Gradient);
            }
        },
        /** It has no cuts, being one stage or never to be split: stages are told by the work of its operations as they were written. */
        ONE_STAGE {
            @Override
            public boolean holds(Graph graph) {
                return graph.cuts().isEmpty();
            }
        },
        /** What engines have one operation for is still spelled out. */
        UNFUSED {
            @Override
            public boolean holds(Graph graph) {
                return graph.values().stream().noneMatch(value -> value.op() instanceof Op.InstanceNorm);
            }
        },
        /** Whatever the outputs read that depends on weights alone is a parameter or a constant, not a computation. */
        CONSTANTS_FOLDED {
            @Override
            public boolean holds(Graph graph) {
                ConstantFolding folding = new ConstantFolding(parameter -> {
                    throw new AssertionError(parameter + " is not needed to tell constants");
                });
                return graph.readBy(graph.outputs().values()).stream().mapToObj(graph.values()::get)
                        .noneMatch(value -> !value.operands().isEmpty() && folding.isConstant(value));
            }
        };

        /** Whether it is true of a graph, for tests; pipelines go by what is declared. */
        public abstract boolean holds(Graph graph);
    }

    /** For a person, unique within a pipeline. */
    String name();

    /** What must be true of a graph for this pass to be right. */
    default Set<Condition> requires() {
        return Set.of();
    }

    /** What is true afterwards, whatever was before. */
    default Set<Condition> establishes() {
        return Set.of();
    }

    /** What may no longer be true afterwards; all else stays. */
    default Set<Condition> invalidates() {
        return Set.of();
    }

    /** The rewritten graph; the given one stays as it is. */
    Graph apply(Graph graph);
}
