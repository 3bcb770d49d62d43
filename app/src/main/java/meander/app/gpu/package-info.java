/** The offer of native packages for a graphics card: what there is, fetching it, trying it, and using it from the next start on. */
package meander.app.gpu;
