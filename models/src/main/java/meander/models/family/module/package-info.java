/** Whole PyTorch modules, as {@code torch.save(model)} writes them: made of PyTorch's own layers, they are read as data. */
package meander.models.family.module;
