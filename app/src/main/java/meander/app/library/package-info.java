/** The models at hand: bundled ones and those that were opened before. */
package meander.app.library;
