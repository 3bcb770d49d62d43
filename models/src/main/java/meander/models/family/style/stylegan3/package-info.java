/** StyleGAN3-T and -R: the definition, how it is read off a file, and what a person can turn. */
package meander.models.family.style.stylegan3;
