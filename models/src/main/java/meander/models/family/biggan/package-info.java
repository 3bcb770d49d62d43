/** BigGAN and BigGAN-deep: the definition, the two ways in which files lay it out, and what a person can turn. */
package meander.models.family.biggan;
