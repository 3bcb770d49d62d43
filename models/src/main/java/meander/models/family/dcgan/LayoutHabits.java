package meander.models.family.dcgan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import meander.models.family.dcgan.DcganLayer.Joining;
import meander.models.family.dcgan.DcganStructure.Choices;
import meander.models.family.dcgan.DcganStructure.Layout;
import meander.models.infer.ActivationFunction;

/** What networks of a layout mostly are: how often each answer is met where nothing else tells. */
final class LayoutHabits implements StackEvidence {
    private final DcganStructure skeleton;
    private final Map<List<Stride>, Double> unusual;
    private final boolean collection;
    private final boolean mistaken;
    private final boolean studio;
    private final boolean classFirst;

    /** @param tensors names of all tensors of the network */
    LayoutHabits(DcganStructure skeleton, List<StrideCandidates.Way> ways, Set<String> tensors) {
        this.skeleton = skeleton;
        unusual = ways.stream()
                .collect(Collectors.toMap(StrideCandidates.Way::strides, StrideCandidates.Way::unusual, Math::min));
        // Up-sampling and dense generators mostly descend from one collection, which slopes.
        collection = skeleton.layout() == Layout.UPSAMPLING || skeleton.layout() == Layout.DENSE;
        mistaken = skeleton.layout() == Layout.UPSAMPLING && named(tensors, "(.*\\.)?(conv_blocks\\.\\d+|l1\\.0)\\..*")
                || skeleton.layout() == Layout.DENSE && doubling();
        studio = named(tensors, "(.*\\.)?linear0\\..*") && named(tensors, "(.*\\.)?blocks\\.\\d+\\.0\\.(bn|deconv)\\d\\..*");
        // The collection's table of classes is as wide as there are classes, and precedes z.
        classFirst = skeleton.layers().getFirst() instanceof DcganLayer.Branches(_, _, Joining joining)
                ? joining == Joining.CLASS_FIRST
                : skeleton.layout() == Layout.DENSE
                        && skeleton.layers().getFirst() instanceof DcganLayer.Embed(String path, int classes, int width, _)
                        && (classes == width || path.endsWith("label_emb"));
    }

    private static boolean named(Set<String> tensors, String pattern) {
        return tensors.stream().anyMatch(name -> name.matches(pattern));
    }

    /** Whether normalised dense layers double, as in the collection, which hands normalisation a momentum for ε there. */
    private boolean doubling() {
        List<Integer> widths = skeleton.layers().stream().filter(DcganLayer.BatchNorm.class::isInstance)
                .map(layer -> ((DcganLayer.BatchNorm) layer).channels()).toList();
        for (int i = 1; i < widths.size(); i++)
            if (widths.get(i) != 2 * widths.get(i - 1)) return false;
        return widths.size() > 1;
    }

    @Override
    public double logLikelihood(Choices candidate) {
        return -unusual.getOrDefault(candidate.strides(), 0.0) - head(candidate) - hidden(candidate.hidden())
                - epsilon(candidate.epsilon()) - output(candidate.output())
                - (candidate.interpolation() == DcganLayer.Interpolation.NEAREST ? 0 : 2) - joining(candidate.joining())
                - (candidate.normLast() ? 2.5 : 0);
    }

    private double head(Choices candidate) {
        if (!skeleton.hasActivation(DcganLayer.Place.HEAD)) return 0;
        return candidate.head() == ActivationFunction.NONE ? 0 : candidate.head() == candidate.hidden() ? 1 : 2;
    }

    private double hidden(ActivationFunction function) {
        return switch (function) {
            case RELU -> collection ? 1 : 0;
            case LEAKY_RELU_02 -> collection ? 0 : 1.8;
            case LEAKY_RELU_001 -> 2.5;
            default -> 3;
        };
    }

    private double epsilon(double epsilon) {
        if (epsilon == DcganStructure.MISTAKEN_EPSILON) return mistaken ? 0 : 4;
        if (epsilon == DcganLoader.STUDIO_EPSILON) return studio ? 0 : 4;
        return (epsilon == DcganLoader.USUAL_EPSILON ? 0 : 3) + (mistaken || studio ? 1.5 : 0);
    }

    private static double output(ActivationFunction function) {
        return switch (function) {
            case TANH -> 0;
            case SIGMOID -> 1.5;
            default -> 3;
        };
    }

    private double joining(Joining joining) {
        return joining == Joining.CLASS_FIRST == classFirst ? 0 : 1;
    }
}
