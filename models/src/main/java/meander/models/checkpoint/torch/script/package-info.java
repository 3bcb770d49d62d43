/** TorchScript as data: its source parsed, checked against lists of what networks need, and written anew. Nothing of it runs here. */
package meander.models.checkpoint.torch.script;
