package meander.models.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * The tensors of one network by dotted name, in the order of the file, and what else the file says about it. Nothing is renamed:
 * a prefix such as {@code module.} stays. Parameters and buffers that are None are left out.
 *
 * @param tensors    for example {@code mapping.fc0.weight}
 * @param attributes plain values by dotted name: null, Boolean, Long, BigInteger, Double, String, List and Map of these. NVlabs modules
 *                   have their attributes ({@code synthesis.b8.conv1.conv_clamp}) and their constructor's arguments
 *                   ({@code synthesis._init_kwargs}, a Map, and {@code synthesis._init_args}, a List). A whole PyTorch module has its
 *                   attributes and, as {@code main.0._class}, the class of each module. NVlabs' TensorFlow networks have
 *                   theirs ({@code static_kwargs}, {@code synthesis/version}), joined by slashes as their variables are. PyTorch state dicts have the
 *                   version of each module that their {@code _metadata} names ({@code conv1._version}), and entries that are not tensors. Safetensors files
 *                   have their {@code __metadata__}, whose values are strings
 * @param modules    dotted paths of all sub-modules in order, those without weights too; empty if the file does not tell
 * @param className  the class that the file names for the network itself, for TensorFlow the function that builds it, or an empty string
 */
public record StateDict(SequencedMap<String, StoredTensor> tensors, SequencedMap<String, Object> attributes,
        SequencedSet<String> modules, String className) {
    public StateDict {
        tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
        attributes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attributes));
        modules = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(modules));
    }
}
