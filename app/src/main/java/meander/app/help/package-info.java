/** One page that says what there is: keys, files, recipes. */
package meander.app.help;
