/** Pictures changed at random before the discriminator sees them, so that it cannot learn a small data set by heart. */
package meander.training.augment;
