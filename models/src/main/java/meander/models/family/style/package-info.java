/** What style-based generators share: w of every layer, its mean, truncation and mixing. */
package meander.models.family.style;
