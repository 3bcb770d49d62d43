package meander.models.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads what a process says until it ends, and keeps the beginning. */
final class Complaints {
    private static final int MOST = 1 << 16;

    private final StringBuffer said = new StringBuffer();

    Complaints(InputStream from) {
        Thread.ofVirtual().name("meander-complaints").start(() -> {
            byte[] part = new byte[1 << 12];
            try (from) {
                for (int count = from.read(part); count >= 0; count = from.read(part))
                    if (said.length() < MOST) said.append(new String(part, 0, count, StandardCharsets.UTF_8));
            } catch (IOException e) {
                // Its end says more.
            }
        });
    }

    String said() {
        return said.toString();
    }
}
