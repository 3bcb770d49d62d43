/** How fast a training is here, beside the same network written plainly in PyTorch. */
package meander.training.bench;
