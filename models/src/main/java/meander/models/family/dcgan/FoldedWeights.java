package meander.models.family.dcgan;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

import meander.models.checkpoint.StateDict;
import meander.models.checkpoint.StoredTensor;

/**
 * Weights as they act. PyTorch keeps a spectrally normalised weight (arXiv:1802.05957) as it was before the division, with the vectors
 * of its power iteration, and a weight that is length times direction (arXiv:1602.07868) as these two, each in two spellings. What acts
 * when serving is one tensor, {@code weight}.
 */
final class FoldedWeights {
    /** How a kept pair is spelled: what precedes the tensor's name, and the two or three names. */
    private record Spelling(String first, List<String> rest) {}

    private static final List<Spelling> SPECTRAL = List.of(new Spelling("weight_orig", List.of("weight_u", "weight_v")),
            new Spelling("parametrizations.weight.original",
                    List.of("parametrizations.weight.0._u", "parametrizations.weight.0._v")));
    private static final List<Spelling> LENGTH = List.of(new Spelling("weight_g", List.of("weight_v")),
            new Spelling("parametrizations.weight.original0", List.of("parametrizations.weight.original1")));

    private FoldedWeights() {}

    /** The same network with one {@code weight} for each that is kept in parts; the network itself if there is none. */
    static StateDict of(StateDict state) {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        Map<String, StoredTensor> all = state.tensors();
        LinkedHashSet<String> used = new LinkedHashSet<>();
        all.forEach((name, tensor) -> {
            for (Spelling spelling : SPECTRAL)
                if (ends(name, spelling.first())) {
                    String path = name.substring(0, name.length() - spelling.first().length());
                    StoredTensor u = all.get(path + spelling.rest().getFirst());
                    StoredTensor v = all.get(path + spelling.rest().getLast());
                    if (u == null || v == null || tensor.shape().length < 2) continue;
                    tensors.put(path + "weight", StoredTensor.derived(() -> divided(tensor, u, v), tensor.shape()));
                    used.addAll(List.of(name, path + spelling.rest().getFirst(), path + spelling.rest().getLast()));
                }
            for (Spelling spelling : LENGTH)
                if (ends(name, spelling.first())) {
                    String path = name.substring(0, name.length() - spelling.first().length());
                    StoredTensor direction = all.get(path + spelling.rest().getFirst());
                    if (direction == null || direction.shape().length != tensor.shape().length) continue;
                    tensors.put(path + "weight", StoredTensor.derived(() -> scaled(tensor, direction), direction.shape()));
                    used.addAll(List.of(name, path + spelling.rest().getFirst()));
                }
            tensors.putIfAbsent(name, tensor);
        });
        if (used.isEmpty()) return state;
        used.forEach(tensors::remove);
        SequencedSet<String> modules = new LinkedHashSet<>(state.modules());
        modules.removeIf(module -> module.contains("parametrizations"));
        return new StateDict(tensors, state.attributes(), modules, state.className());
    }

    private static boolean ends(String name, String last) {
        return name.equals(last) || name.endsWith("." + last);
    }

    /** Divided by uᵀWv, W with the first axis or, for a transposed convolution, the second one in front. */
    private static float[] divided(StoredTensor kept, StoredTensor first, StoredTensor second) {
        float[] weight = kept.floats();
        float[] u = first.floats();
        float[] v = second.floats();
        double most = 0;
        for (int axis = 0; axis < 2; axis++)
            if (kept.shape()[axis] == u.length && (long) u.length * v.length == weight.length)
                // Where both axes are as long, the vectors are singular ones of one of the two matrices, and small by the other.
                most = Math.max(most, Math.abs(product(weight, kept.shape(), axis, u, v)));
        float[] acting = new float[weight.length];
        for (int i = 0; i < acting.length; i++)
            acting[i] = most == 0 ? weight[i] : (float) (weight[i] / most);
        return acting;
    }

    private static double product(float[] weight, int[] shape, int axis, float[] u, float[] v) {
        int taps = weight.length / shape[0] / shape[1];
        double sum = 0;
        for (int a = 0; a < shape[0]; a++)
            for (int b = 0; b < shape[1]; b++)
                for (int t = 0; t < taps; t++)
                    sum += weight[(a * shape[1] + b) * taps + t] * (axis == 0 ? u[a] * v[b * taps + t] : u[b] * v[a * taps + t]);
        return sum;
    }

    private static float[] scaled(StoredTensor length, StoredTensor direction) {
        float[] g = length.floats();
        float[] v = direction.floats();
        int[] shape = direction.shape();
        int axis = 0;
        while (axis < shape.length - 1 && length.shape()[axis] == 1)
            axis++;
        int inner = 1;
        for (int i = axis + 1; i < shape.length; i++)
            inner *= shape[i];
        double[] square = new double[g.length];
        for (int i = 0; i < v.length; i++)
            square[i / inner % g.length] += (double) v[i] * v[i];
        float[] acting = new float[v.length];
        for (int i = 0; i < v.length; i++)
            acting[i] = (float) (v[i] * g[i / inner % g.length] / Math.sqrt(square[i / inner % g.length]));
        return acting;
    }
}
