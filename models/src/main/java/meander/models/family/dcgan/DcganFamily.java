package meander.models.family.dcgan;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.Rejected;
import meander.models.checkpoint.StateDict;
import meander.models.family.Family;
import meander.models.family.OpenResult;
import meander.models.family.RecognitionOrder;
import meander.models.family.dcgan.GeneratorFinder.Found;
import meander.models.infer.InferenceException;
import meander.models.infer.ModuleSequence;
import meander.models.text.Technical;

/**
 * Generators of the DCGAN kind: z {@code [1,Z]} through a short sequence of transposed convolutions (Radford et al.,
 * arXiv:1511.06434 §3), or of up-sampling and convolutions as used with WGAN-GP (Gulrajani et al., arXiv:1704.00028), or of dense
 * layers, to a picture {@code [1,C,H,W]}; with a table of classes also conditional. Their files are bare state dicts of thousands
 * of tutorials: no fixed names, and nothing about strides, activations or ε. What the shapes and names of modules do not settle is
 * guessed and shown as a {@link meander.models.family.Control.Guess}.
 */
public final class DcganFamily implements Family {
    static final String NAME = "DCGAN";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String paper() {
        return "Radford et al., arXiv:1511.06434; Gulrajani et al., arXiv:1704.00028";
    }

    @Override
    public RecognitionOrder order() {
        return RecognitionOrder.GENERATOR_BY_LAYERS;
    }

    @Override
    public Optional<Candidate> recognise(Checkpoint checkpoint) {
        List<Found> networks = GeneratorFinder.in(checkpoint);
        for (Found network : networks)
            if (network.like() >= 0) try {
                Read read = read(network);
                return Optional.of(
                        Candidate.of(answers -> open(checkpoint.file(), network, read, answers), _ -> List.of(network.state())));
            } catch (InferenceException e) {
                // The next network may be the generator; if none is, the likeliest one's sentence is told below.
            }
        // A generator that does not work out is a more useful answer than the discriminator beside it.
        for (Found network : networks)
            if (network.like() >= 0 && network.looksSequential() && !network.isDiscriminator())
                return Optional.of(_ -> misfit(network));
        return Optional.empty();
    }

    @Override
    public Optional<Rejected> explain(Checkpoint checkpoint) {
        List<Found> networks = GeneratorFinder.in(checkpoint);
        boolean judges = networks.stream().anyMatch(Found::isDiscriminator)
                && networks.stream().allMatch(network -> network.isDiscriminator() || network.like() < 0);
        return judges ? Optional.of(Rejected.because(Rejected.Reason.DISCRIMINATOR_ONLY)) : Optional.empty();
    }

    /** A network in an order in which it works out. */
    private record Read(DcganStructure skeleton, ModuleSequence modules) {}

    private static Read read(Found network) throws InferenceException {
        InferenceException first = null;
        for (StateDict order : LayerOrder.of(network.state()))
            try {
                ModuleSequence modules = ModuleSequence.of(order);
                return new Read(DcganInference.of(modules), modules);
            } catch (InferenceException e) {
                // The first order is the likeliest, so its sentence says most.
                first = first == null ? e : first;
            }
        throw first == null ? new InferenceException("there is no layer") : first;
    }

    private static OpenResult open(Path file, Found network, Read read, Map<String, String> answers) {
        try {
            List<String> origin = network.name().isEmpty()
                    ? List.of()
                    : List.of("The network is \"" + network.name() + "\" of the file: "
                            + (network.like() > 0 ? "its name is a generator's" : "its shapes are a generator's"));
            return new OpenResult.Ready(
                    new DcganLoader(read.skeleton(), read.modules().names(), network.state(), answers).model(file, origin));
        } catch (InferenceException e) {
            return refused(e);
        }
    }

    private static OpenResult misfit(Found network) {
        try {
            read(network);
            throw new IllegalStateException("the network fits after all");
        } catch (InferenceException e) {
            return refused(e);
        }
    }

    private static OpenResult refused(InferenceException why) {
        return new OpenResult.Refused(Rejected.because(Rejected.Reason.DOES_NOT_FIT, "a " + NAME, why.tensors(),
                Technical.REMARK.with(why.getMessage())));
    }
}
