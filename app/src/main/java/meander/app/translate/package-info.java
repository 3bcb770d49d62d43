/** The Translate workspace: a picture that is drawn or opened, and what one or more networks make of it, side by side. */
package meander.app.translate;
