/**
 * Opens the files that networks are kept in. A checkpoint is data: no code found in a file is ever run, sizes that a file declares are
 * only believed once they are checked against the file, and whatever a file holds, the answer is an {@link meander.models.checkpoint.ReadResult}.
 */
package meander.models.checkpoint;
