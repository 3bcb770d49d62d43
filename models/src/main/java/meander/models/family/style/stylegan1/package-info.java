/** StyleGAN (Karras et al., arXiv:1812.04948): styles by adaptive instance normalisation. */
package meander.models.family.style.stylegan1;
