/** ProGAN (Karras et al., arXiv:1710.10196): networks that grow. */
package meander.models.family.progan;
