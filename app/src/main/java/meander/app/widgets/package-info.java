/** Controls that JavaFX lacks. Each knows values and hands, none knows models or view models; looks come from the stylesheet. */
package meander.app.widgets;
