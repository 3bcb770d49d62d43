package meander.models.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes that can be read at any position, now or later. */
public sealed interface ByteSource permits FileBytes, HeapBytes {
    long size();

    /** @throws IOException if the bytes cannot be had any more; for a file that has changed, a Refusal that says so */
    Reader reader() throws IOException;

    /** An open source. For one thread. */
    interface Reader extends Closeable {
        ByteSource source();

        /** Fills what remains of the buffer with the bytes at a position; the caller has checked that they exist. */
        void read(long position, ByteBuffer target) throws IOException;

        @Override
        void close() throws IOException;
    }
}
