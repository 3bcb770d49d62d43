/** The window around the workspaces: its frame, pages and start. Nothing but the entry point knows it. */
package meander.app.shell;
