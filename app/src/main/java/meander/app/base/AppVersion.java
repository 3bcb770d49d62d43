package meander.app.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Meander this is: the version that the build wrote beside this class. */
public final class AppVersion {
    private AppVersion() {}

    /** For example {@code 0.1.0}. */
    public static String current() {
        try (InputStream in = AppVersion.class.getResourceAsStream("/meander/app/version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
