/**
 * Pictures to learn from: sources of many kinds are decoded once into a file of equal pictures, which is then read at random. A new
 * kind of container is a {@link meander.training.data.FileContainer}, a new kind of content a {@link meander.training.data.ImageSource}.
 */
package meander.training.data;
