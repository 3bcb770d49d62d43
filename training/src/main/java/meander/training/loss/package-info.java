/** Adversarial losses and penalties, written over {@link meander.models.graph.Value}. Logits are {@code [N,1]}, high for real. */
package meander.training.loss;
