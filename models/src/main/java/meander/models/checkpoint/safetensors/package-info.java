/** The safetensors format: a JSON header of names and places, then the numbers, and nothing that could be run. */
package meander.models.checkpoint.safetensors;
