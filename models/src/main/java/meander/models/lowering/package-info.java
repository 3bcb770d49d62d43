/** TorchScript programs onto our own graph, by running them once with shapes in place of numbers. */
package meander.models.lowering;
