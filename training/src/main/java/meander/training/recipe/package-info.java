/** One class per family: networks, losses, optimisers and the schedule by which they learn. */
package meander.training.recipe;
