/** Looking for pictures in a model: the view model of the Explore workspace and what it works with. Knows nothing of nodes. */
package meander.app.explore;
