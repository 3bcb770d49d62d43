package meander.models.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A graph split at its cuts into stages that run one after the other, so that a preview can stop early and unchanged stages need
 * not run again. What a later stage needs of an earlier one crosses as an output there and an input of the same name here.
 */
public record Stages(List<Stage> stages) {
    /**
     * One stage.
     *
     * @param label   what it draws, for a person
     * @param graph   its graph; inputs are the whole graph's inputs that it uses and what crosses from earlier stages
     * @param preview the name of the output that is the picture as far as this stage goes; null where there is none
     */
    public record Stage(String label, Graph graph, String preview) {}

    public Stages {
        stages = List.copyOf(stages);
    }

    /** Splits at every cut. Stages that compute nothing are left out, those that depend on weights alone are part of the next. */
    public static Stages of(Graph graph) {
        return at(graph, graph.cuts());
    }

    /**
     * Splits where it saves more than it costs: at cuts with a preview of at least some width, and otherwise so that no stage is too
     * small to be worth a call of its own.
     *
     * @param preview   the smallest useful width of a preview, in pixels
     * @param leastWork the least FLOPs of a stage
     */
    public static Stages economical(Graph graph, int preview, double leastWork) {
        List<Graph.Cut> kept = new ArrayList<>();
        double work = 0;
        int from = 0;
        for (Graph.Cut cut : graph.cuts()) {
            work += Cost.of(graph.values().subList(from, cut.end())).flops();
            from = cut.end();
            if (cut.preview() != null && cut.preview().shape().dim(-1) >= preview || work >= leastWork) {
                kept.add(cut);
                work = 0;
            }
        }
        return at(graph, kept);
    }

    private static Stages at(Graph graph, List<Graph.Cut> where) {
        List<Graph.Cut> cuts = new ArrayList<>();
        for (Graph.Cut cut : where)
            if (reads(graph, cuts.isEmpty() ? 0 : cuts.getLast().end(), cut.end())) cuts.add(cut);
        if (cuts.isEmpty() || cuts.getLast().end() < graph.values().size())
            cuts.add(new Graph.Cut("", graph.values().size(), null));
        int[] stageOf = stageOf(graph, cuts);

        List<TreeSet<Integer>> leaving = new ArrayList<>();
        cuts.forEach(_ -> leaving.add(new TreeSet<>()));
        for (Value user : graph.values())
            for (Value operand : user.operands())
                if (!stored(operand) && stageOf[operand.id()] < stageOf[user.id()])
                    leaving.get(stageOf[operand.id()]).add(operand.id());

        List<Stage> stages = new ArrayList<>();
        for (int s = 0; s < cuts.size(); s++) {
            Stage stage = stage(graph, cuts.get(s), s, stageOf, leaving.get(s));
            if (!stage.graph.outputs().isEmpty()) stages.add(stage);
        }
        return new Stages(stages);
    }

    /** Whether values depend on anything but weights; engines do not run a network without inputs. */
    private static boolean reads(Graph graph, int from, int end) {
        return graph.values().subList(from, end).stream().flatMap(value -> value.operands().stream())
                .anyMatch(operand -> operand.op() instanceof Op.Input || operand.id() < from && !stored(operand));
    }

    private static Stage stage(Graph graph, Graph.Cut cut, int s, int[] stageOf, TreeSet<Integer> leaving) {
        Graph part = new Graph();
        Rewriter rewriter = new Rewriter(part);
        for (Value value : graph.values()) {
            if (stageOf[value.id()] != s || stored(value)) continue;
            for (Value operand : value.operands()) {
                if (rewriter.has(operand)) continue;
                if (stored(operand)) rewriter.copy(operand);
                else
                    rewriter.replace(operand, part.input(crossing(operand), operand.shape().dims()));
            }
            rewriter.copy(value);
        }
        Map<Value, String> named = new HashMap<>();
        graph.outputs().forEach((name, value) -> {
            if (stageOf[value.id()] == s) {
                part.output(name, rewriter.of(value));
                named.put(value, name);
            }
        });
        for (int id : leaving)
            part.output(crossing(graph.values().get(id)), rewriter.of(graph.values().get(id)));
        String preview = null;
        if (cut.preview() != null && stageOf[cut.preview().id()] == s) { // else an earlier stage has shown it
            preview = named.get(cut.preview());
            if (preview == null) {
                preview = "preview";
                part.output(preview, rewriter.of(cut.preview()));
            }
        }
        return new Stage(cut.label(), part, preview);
    }

    private static int[] stageOf(Graph graph, List<Graph.Cut> cuts) {
        int[] stageOf = new int[graph.values().size()];
        for (int id = 0, s = 0; id < stageOf.length; id++) {
            while (id >= cuts.get(s).end())
                s++;
            stageOf[id] = s;
        }
        return stageOf;
    }

    /** Inputs and weights are no stage's work: each stage that uses one has it. */
    private static boolean stored(Value value) {
        return switch (value.op()) {
            case Op.Input _,Op.Parameter _,Op.Constant _ -> true;
            default -> false;
        };
    }

    private static String crossing(Value value) {
        return "stage.v" + value.id();
    }
}
