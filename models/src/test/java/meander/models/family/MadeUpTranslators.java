package meander.models.family;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

import meander.models.Fixtures;
import meander.models.checkpoint.Checkpoint;
import meander.models.checkpoint.ContainerFormat;
import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;
import meander.models.family.cyclegan.ResNet;
import meander.models.family.pix2pix.UNet;
import meander.models.graph.Graph;
import meander.models.graph.Initializer;
import meander.models.graph.Op;
import meander.models.graph.Scope;
import meander.models.graph.Value;
import meander.models.graph.Weights;
import meander.models.nn.Dropout;
import meander.models.nn.NormalizationMode;
import meander.models.nn.PatchDiscriminator;

/** Files of translation networks with random weights, as they might come from anywhere. */
public final class MadeUpTranslators {
    private MadeUpTranslators() {}

    public static SequencedMap<String, StoredTensor> unet(UNet definition, NormalizationMode normalisation) {
        return tensors(definition.pictures(), definition.multiple(),
                (scope, x) -> definition.picture(scope, x, normalisation, Dropout.NONE));
    }

    public static SequencedMap<String, StoredTensor> resnet(ResNet definition, NormalizationMode normalisation) {
        return tensors(definition.pictures(), definition.smallest(),
                (scope, x) -> definition.picture(scope, x, normalisation, Dropout.NONE));
    }

    public static SequencedMap<String, StoredTensor> judge(PatchDiscriminator definition, int channels) {
        return tensors(channels, 128, definition::logits);
    }

    private interface Definition {
        Value of(Scope scope, Value x);
    }

    private static SequencedMap<String, StoredTensor> tensors(int channels, int side, Definition definition) {
        Graph graph = new Graph();
        definition.of(Scope.root(graph), graph.input("x", 1, channels, side, side));
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        graph.parameters().forEach(
                (name, value) -> tensors.put(name, StoredTensor.of(values((Op.Parameter) value.op()), value.shape().dims())));
        return tensors;
    }

    /** Such that what goes in can still be seen in what comes out. */
    private static float[] values(Op.Parameter parameter) {
        float[] values = Weights.untrained(9).get(parameter).data();
        if (!(parameter.initializer() instanceof Initializer.Normal(double deviation))) return values;
        double scale = Math.sqrt(2.0 * parameter.shape().dim(0) / values.length) / deviation;
        for (int i = 0; i < values.length; i++)
            values[i] *= (float) scale;
        return values;
    }

    public static SequencedMap<String, StoredTensor> renamed(SequencedMap<String, StoredTensor> tensors,
            UnaryOperator<String> name) {
        SequencedMap<String, StoredTensor> renamed = new LinkedHashMap<>();
        tensors.forEach((old, tensor) -> renamed.put(name.apply(old), tensor));
        return renamed;
    }

    /** A bare state dict. */
    public static Checkpoint file(SequencedMap<String, StoredTensor> tensors, String... modules) {
        return file(Map.of("", tensors), modules);
    }

    public static Checkpoint file(Map<String, SequencedMap<String, StoredTensor>> networks, String... modules) {
        SequencedMap<String, StateDict> states = new LinkedHashMap<>();
        networks.forEach((name, tensors) -> states.put(name,
                new StateDict(tensors, new LinkedHashMap<>(), new LinkedHashSet<>(List.of(modules)), "")));
        return new Checkpoint(Path.of("made-up.pth"), ContainerFormat.TORCH_ZIP, states, new LinkedHashMap<>());
    }

    public static OpenResult open(Checkpoint file, Map<String, String> answers) {
        return Families.installed().open(file, answers);
    }

    public static NetworkTranslator translator(Checkpoint file) {
        return Fixtures.translator(open(file, Map.of()));
    }
}
