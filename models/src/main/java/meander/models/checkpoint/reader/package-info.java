/** Opens a file by its content, whatever container it is: the containers below do not know each other or this package. */
package meander.models.checkpoint.reader;
