/** Pictures on disk: PNG files that carry the recipe that made them, so that a picture can be opened and turned further. */
package meander.app.picture;
