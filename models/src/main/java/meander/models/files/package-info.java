/** Files that are whole or not there. */
package meander.models.files;
