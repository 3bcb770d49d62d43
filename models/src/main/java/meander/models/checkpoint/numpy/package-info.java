/** NumPy's array files, and the NumPy values that appear inside pickles. */
package meander.models.checkpoint.numpy;
