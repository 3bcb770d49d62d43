/** How a person drives Meander: the window, and the same verbs on the command line. */
package meander.app;
