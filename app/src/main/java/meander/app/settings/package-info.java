/** What a person sets once: where work runs, where things are kept, how much room they take. */
package meander.app.settings;
