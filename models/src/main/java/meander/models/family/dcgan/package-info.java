/**
 * Generators of the DCGAN kind, whose files say little: tensors, their shapes, and the names of modules. {@code LayerOrder} finds the
 * order in which layers are used, {@code DcganInference} makes {@code DcganLayer}s of them, {@code StackSearch} weighs what remains open
 * by every {@code StackEvidence}, and {@code DcganNetwork} writes the graph. A new kind of evidence is one class and its place in the
 * list of {@code DcganLoader}.
 */
package meander.models.family.dcgan;
