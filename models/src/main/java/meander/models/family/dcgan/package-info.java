/**
 * Generators of the DCGAN kind, whose files say little: tensors, their shapes, and the names of modules. {@code Modules} reads what
 * the file names, {@code Inference} makes {@code Layer}s of it, {@code Evidence} lets the file's own running statistics judge what
 * remains open, and {@code DcganNetwork} writes the graph.
 */
package meander.models.family.dcgan;
