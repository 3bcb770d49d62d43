/** CycleGAN (Zhu et al., arXiv:1703.10593): translation learned from two heaps of pictures without pairs. */
package meander.models.family.cyclegan;
