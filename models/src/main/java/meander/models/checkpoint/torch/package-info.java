/** What PyTorch writes around and inside its pickles: archives, legacy streams, storages and tensors. */
package meander.models.checkpoint.torch;
