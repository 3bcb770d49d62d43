/** Words that come from files, made fit to be shown. */
package meander.models.text;
