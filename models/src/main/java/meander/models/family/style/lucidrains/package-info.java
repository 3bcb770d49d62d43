/** StyleGAN2 as lucidrains' port has it, which is a network of its own: noise is a picture, attention may lie between blocks. */
package meander.models.family.style.lucidrains;
