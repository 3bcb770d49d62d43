/** The Train workspace: runs, what they tell while they go on, and how a new one begins. */
package meander.app.train;
