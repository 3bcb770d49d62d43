/** A pickle machine of our own: it builds values, it never runs anything, and it knows only the names on an allow-list. */
package meander.models.checkpoint.pickle;
