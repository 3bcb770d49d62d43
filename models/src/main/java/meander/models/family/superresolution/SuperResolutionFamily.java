package meander.models.family.superresolution;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.Family;
import meander.models.family.OpenResult;
import meander.models.family.StrictLoader;
import meander.models.graph.Shape;
import meander.models.text.Phrase;

/** Networks that make pictures larger, in the files of their authors, of BasicSR and of ports that share its names. */
public final class SuperResolutionFamily implements Family {
    static final String NAME = "Super-resolution";

    /** Where a file keeps the network; an average of the weights first. */
    private static final List<String> PLACES = List.of("params_ema", "params", "", "state_dict", "generator", "netG");

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
        return PLACES.stream().map(checkpoint.networks()::get).flatMap(Stream::ofNullable)
                .flatMap(network -> candidate(checkpoint.file(), network).stream()).findFirst();
    }

    private static Optional<Candidate> candidate(Path file, StateDict network) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        KeyNaming.told(network.tensors().keySet()).forEach((name, stored) -> tensors.put(name, network.tensors().get(stored)));
        try {
            return new SuperResolutionArchitecture(tensors).enlarger()
                    .map(enlarger -> Candidate.of(_ -> open(file, enlarger, tensors), _ -> List.of(network)));
        } catch (IllegalArgumentException e) {
            return Optional.of(_ -> StrictLoader.refused(NAME, e));
        }
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
