/** What an ONNX file says of itself, read without running or loading any of it. */
package meander.models.checkpoint.onnx;
