/** Graphs as TorchScript: readable source, the archive that holds it, and the engine that runs it. */
package meander.models.graph.torchscript;
