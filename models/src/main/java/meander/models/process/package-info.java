/** What concerns this very process and no network. */
package meander.models.process;
