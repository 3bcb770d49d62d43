/** Opening models for whichever workspace shows them. */
package meander.app.model;
