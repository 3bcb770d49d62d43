/** Pix2Pix (Isola et al., arXiv:1611.07004): translation learned from pairs of pictures. */
package meander.models.family.pix2pix;
