/** What is written down when something unforeseen happens, for the person to read and to send if they like. */
package meander.app.crash;
