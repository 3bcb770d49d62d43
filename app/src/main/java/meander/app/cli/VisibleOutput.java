package meander.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

import meander.models.text.VisibleText;

/**
 * Standard output or standard error of which no word comes raw: names in files, and what engines say of them, cannot command the terminal.
 * Everything that is printed goes through here; {@link #raw} is for what is our own, such as the help and the codes of a bar.
 */
public final class VisibleOutput extends PrintStream {
    private final PrintStream raw;

    private VisibleOutput(PrintStream raw) {
        super(new Escaping(raw), true, raw.charset());
        this.raw = raw;
    }

    /** What prints to a stream; the stream itself if it is one already. */
    public static VisibleOutput over(PrintStream stream) {
        return stream instanceof VisibleOutput visible ? visible : new VisibleOutput(stream);
    }

    /** Has all that this program prints go through here, what loggers and libraries say too. */
    public static void ofThisProcess() {
        System.setOut(over(System.out));
        System.setErr(over(System.err));
    }

    /** Where things are printed as they are. */
    PrintStream raw() {
        flush();
        return raw;
    }

    /** Decodes what is printed, a letter of several bytes also where it comes in pieces. */
    private static final class Escaping extends OutputStream {
        private static final int ROOM = 1 << 12;

        private final PrintStream target;
        private final CharsetDecoder decoder;
        private final ByteBuffer bytes = ByteBuffer.allocate(ROOM);
        private final CharBuffer letters;
        /** What may be the first half of a line end, or of a letter of two units. */
        private String half = "";

        Escaping(PrintStream target) {
            Charset charset = target.charset();
            this.target = target;
            this.decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
            this.letters = CharBuffer.allocate((int) (ROOM * decoder.maxCharsPerByte()) + 2);
        }

        @Override
        public synchronized void write(int one) {
            write(new byte[]{(byte) one}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] from, int offset, int length) {
            for (int done = 0; done < length;) {
                int part = Math.min(length - done, bytes.remaining());
                bytes.put(from, offset + done, part).flip();
                done += part;
                decoder.decode(bytes, letters, false);
                bytes.compact();
                print(letters.flip().toString());
                letters.clear();
            }
        }

        private void print(String decoded) {
            String text = half + decoded;
            half = "";
            if (text.isEmpty()) return;
            char last = text.charAt(text.length() - 1);
            if (last == '\r' || Character.isHighSurrogate(last)) {
                half = String.valueOf(last);
                text = text.substring(0, text.length() - 1);
            }
            String[] lines = text.split("\r\n", -1); // a line end of Windows
            for (int i = 0; i < lines.length; i++)
                target.print((i == 0 ? "" : "\r\n") + VisibleText.lines(lines[i]));
        }

        @Override
        public synchronized void flush() {
            target.flush();
        }

        @Override
        public synchronized void close() throws IOException {
            if (!half.isEmpty()) target.print(VisibleText.lines(half));
            half = "";
            target.close();
        }
    }
}
