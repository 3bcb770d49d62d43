/**
 * Plain stacks of convolutions from picture to picture, whose files say little. {@code Inference} makes {@code Step}s of what
 * {@link meander.models.infer.ModuleSequence} reads, {@code Opening} settles what remains open, and {@code Stack} is the network.
 */
package meander.models.family.autoencoder;
