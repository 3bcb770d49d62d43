/** What is learned together: networks, the phases that move them, and the one script that all of it compiles to. */
package meander.training.program;
