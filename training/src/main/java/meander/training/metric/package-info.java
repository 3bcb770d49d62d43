/** How good pictures are, in figures: comparisons with the data and with each other. */
package meander.training.metric;
