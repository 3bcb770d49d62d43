/** What families share that infer a network from a file that says little: its modules in order, activations, guesses and their answers. */
package meander.models.infer;
