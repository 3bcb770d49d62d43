/** Networks that come as programs, ONNX or TorchScript: what their inputs mean, told by shapes and names. */
package meander.models.program;
