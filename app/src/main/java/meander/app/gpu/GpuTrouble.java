package meander.app.gpu;

import java.io.IOException;

import meander.app.Message;

/** Why a package could not be had, in a sentence. */
public final class GpuTrouble extends IOException {
    private static final long serialVersionUID = 1;
    private final transient Message said;

    GpuTrouble(String key, Object... arguments) {
        super(key);
        this.said = Message.of(key, arguments);
    }

    public Message said() {
        return said;
    }
}
