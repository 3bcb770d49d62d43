/** Where bytes lie and how to walk over them without reading more than is needed. */
package meander.models.checkpoint.bytes;
