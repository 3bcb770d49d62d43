package meander.models.family.superresolution;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Family;
import meander.models.family.ModuleView;
import meander.models.family.OpenResult;
import meander.models.family.StrictLoader;
import meander.models.graph.Shape;
import meander.models.text.Phrase;

/** Networks that make pictures larger, in the files of their authors, of BasicSR and of ports that share its names. */
public final class SuperResolutionFamily implements Family {
    static final String NAME = "Super-resolution";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String paper() {
        return "Ledig et al., arXiv:1609.04802; Wang et al., arXiv:1809.00219";
    }

    @Override
    public List<List<String>> hallmarks() {
        return List.of(
                List.of("conv_first.weight", "body.#.rdb#.conv#.weight", "conv_body.weight", "conv_up#.weight", "conv_hr.weight",
                        "conv_last.weight"),
                List.of("conv_first.weight", "body.#.conv#.weight", "upconv#.weight", "conv_hr.weight", "conv_last.weight"),
                List.of("conv_first.weight", "RRDB_trunk.#.RDB#.conv#.weight", "trunk_conv.weight", "upconv#.weight",
                        "HRconv.weight", "conv_last.weight"));
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        Optional<Candidate> misfit = Optional.empty();
        for (ModuleView view : ModuleView.generators(checkpoint))
            try {
                Optional<Candidate> candidate = candidate(checkpoint.file(), view.state());
                if (candidate.isPresent()) return candidate;
            } catch (IllegalArgumentException e) {
                if (misfit.isEmpty() && view.whole()) misfit = Optional.of(_ -> StrictLoader.refused(NAME, e));
            }
        return misfit;
    }

    private static Optional<Candidate> candidate(Path file, StateDict network) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        KeyNaming.told(network.tensors().keySet()).forEach((name, stored) -> tensors.put(name, network.tensors().get(stored)));
        return new SuperResolutionArchitecture(tensors).enlarger()
                .map(enlarger -> Candidate.of(_ -> open(file, enlarger, tensors), _ -> List.of(network)));
    }

    private static OpenResult open(Path file, SuperResolutionNetwork enlarger, Map<String, StoredTensor> tensors) {
        try {
            SuperResolutionTranslator translator = new SuperResolutionTranslator(file, enlarger, tensors);
            Map<String, Shape> shapes = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> shapes.put(name, Shape.of(tensor.shape())));
            List<Phrase> differences = StrictLoader.differences(shapes, name -> name.endsWith("num_batches_tracked"),
                    List.of(translator.probe()));
            if (differences.isEmpty()) return new OpenResult.Translates(translator);
            return StrictLoader.refused(enlarger.title(), differences);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return StrictLoader.refused(enlarger.title(), e);
        }
    }
}
