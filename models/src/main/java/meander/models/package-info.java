/** What a network is, how to open one, how to run one. Knows nothing of JavaFX and nothing of training. */
package meander.models;
