/** The first minutes: four steps at the controls that matter most. */
package meander.app.tour;
