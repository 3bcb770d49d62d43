package meander.app.base;

import java.io.IOException;

/** Why a package could not be had, in a sentence. */
public final class GpuPackageException extends IOException {
    private static final long serialVersionUID = 1;
    private final transient Message said;

    public GpuPackageException(String key, Object... arguments) {
        super(key);
        this.said = Message.of(key, arguments);
    }

    public Message said() {
        return said;
    }
}
