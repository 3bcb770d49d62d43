package meander.models.render;

/**
 * How to draw.
 *
 * @param device      where networks run
 * @param threads     CPU threads; 0 for all cores. All renderers share the engine's one pool, which the first of them makes
 * @param frameMillis the time that a preview may take, in ms
 */
public record RenderSettings(Device device, int threads, double frameMillis) {
    /** Where networks run. */
    public enum Device {
        CPU, GPU
    }

    /** All cores of the CPU, 33 ms. */
    public static final RenderSettings DEFAULT = new RenderSettings(Device.CPU, 0, 33);
}
