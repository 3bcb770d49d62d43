/**
 * The command line: the window's verbs for scripts and for machines without a display. One class per verb; results go to standard output,
 * everything else to standard error.
 */
package meander.app.cli;
