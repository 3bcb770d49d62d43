/** What every workspace uses: threads, tasks, undo, commands, messages. Knows no workspace. */
package meander.app.base;
