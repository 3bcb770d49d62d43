/** How a network learns. Knows nothing of JavaFX. */
package meander.training;
