package meander.models.render;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import meander.models.checkpoint.ForeignModel;
import meander.models.checkpoint.Port;
import meander.models.family.InputBinding;
import meander.models.family.InputMapping;
import meander.models.family.ProgramModel;
import meander.models.family.ProgramProbe;
import meander.models.graph.Shape;
import meander.models.graph.Tensor;
import meander.models.process.Confinement;
import meander.models.request.RenderRequest;
import meander.models.text.Phrase;

/**
 * Runs a program in a {@link ProgramProcess}: what crashes there, takes for ever or takes all memory is an answer here.
 *
 * @param patience   how long each run may take, and opening it beside reading the file
 * @param mostMemory that it may hold beside its own size, in bytes
 */
public record ProgramTrial(Duration patience, long mostMemory) implements ProgramProbe {

    /** A minute and 4 GiB. */
    public ProgramTrial() {
        this(Duration.ofMinutes(1), 4L << 30);
    }

    @Override
    public Confinement.Holds holds() {
        return Confinement.ofThisSystem().holds();
    }

    @Override
    public Outcome run(ForeignModel program, Map<String, String> answers) {
        try (ProgramProcess process = new ProgramProcess(program, ProgramLimits.trial(program, patience, mostMemory),
                RenderSettings.DEFAULT)) {
            return tried(program, process, answers);
        } catch (ProgramProcess.Ended e) {
            return new Outcome.Failed((Phrase) e.said());
        } catch (OnnxSession.EngineException e) {
            return new Outcome.Failed(said(e));
        } catch (UncheckedIOException e) {
            return new Outcome.Failed(ProgramFault.NOT_STARTED.with(ProgramWire.reason(e.getCause().getMessage())));
        } catch (IllegalArgumentException e) {
            return new Outcome.Failed(ProgramFault.OTHER_ANSWER.with());
        }
    }

    private static Outcome tried(ForeignModel program, ProgramSession session, Map<String, String> answers) {
        if (!program.isTold()) {
            Optional<List<Port>> found = new ShapeSearch(session).of(program.inputs());
            return found.isEmpty()
                    ? new Outcome.Failed(ProgramFault.NO_SHAPE.with())
                    : tried(program.withInputs(found.get()), session, answers);
        }
        InputMapping plan = InputMapping.of(program, InputMapping.guesses(program, answers))
                .orElseThrow(IllegalArgumentException::new);
        Map<String, Tensor> inputs = ProgramModel.inputs(plan.feeds(), RenderRequest.DEFAULT);
        return plan.picture().isEmpty()
                ? ran(program, results(program, session, inputs), 1, 0)
                : translated(program, session, inputs, plan);
    }

    private static Outcome translated(ForeignModel program, ProgramSession session, Map<String, Tensor> inputs,
            InputMapping plan) {
        InputBinding picture = plan.picture().orElseThrow();
        List<Integer> dims = picture.port().dims();
        boolean last = InputMapping.channelsLast(dims);
        int own = Math.max(dims.get(last ? 1 : 2), dims.get(last ? 2 : 3));
        int[] multiples = TrialPictures.multiples(program);
        OnnxSession.EngineException reason = null;
        for (int each : own == Port.ANY ? multiples : new int[]{1}) {
            int side = own == Port.ANY ? TrialPictures.side(each) : own;
            Shape shape = picture.shape().with(last ? 1 : 2, side).with(last ? 2 : 3, side);
            inputs.put(picture.port().name(), TrialPictures.gradient(shape));
            try {
                Map<String, Tensor> results = results(program, session, inputs);
                if (each < multiples[multiples.length - 1] && !TrialPictures.isEnlarged(shapes(results), side)) continue;
                return ran(program, results, each, side);
            } catch (ProgramProcess.Ended e) {
                throw e;
            } catch (OnnxSession.EngineException e) {
                reason = e;
            }
        }
        return new Outcome.Failed(reason == null ? ProgramFault.OTHER_SIZE.with() : said(reason));
    }

    /** The engine's own words in one short line. */
    private static Phrase said(OnnxSession.EngineException e) {
        return e.said() instanceof Phrase phrase ? phrase : ProgramFault.ENGINE_SAID.with(ProgramWire.reason(e.getMessage()));
    }

    private static List<Shape> shapes(Map<String, Tensor> results) {
        return results.values().stream().map(Tensor::shape).toList();
    }

    private static Map<String, Tensor> results(ForeignModel program, ProgramSession session, Map<String, Tensor> inputs) {
        Set<String> outputs = program.outputs().stream().map(Port::name).collect(Collectors.toSet());
        return session.run(program.inputs(), inputs, outputs);
    }

    private static Outcome ran(ForeignModel program, Map<String, Tensor> results, int multiple, int side) {
        List<Given> outputs = new ArrayList<>();
        results.forEach((name, tensor) -> outputs.add(TrialPictures.given(name, tensor)));
        return outputs.isEmpty()
                ? new Outcome.Failed(ProgramFault.NOTHING_GIVEN.with())
                : new Outcome.Ran(program, outputs, multiple, side);
    }
}
