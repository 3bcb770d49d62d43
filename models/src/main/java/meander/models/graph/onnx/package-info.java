/** Graphs as ONNX. */
package meander.models.graph.onnx;
