package meander.models.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import meander.models.checkpoint.Rejected.Reason;

/** A file as it was when it was first looked at. A reader refuses when size or time have changed since, rather than give wrong numbers. */
public record FileBytes(Path path, long size, FileTime modified) implements ByteSource {
    public static FileBytes of(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new FileBytes(path, attributes.size(), attributes.lastModifiedTime());
    }

    public String name() {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    @Override
    public Reader reader() throws IOException {
        FileChannel channel;
        try {
            if (!of(path).equals(this)) throw changed();
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw changed();
        }
        return new Reader() {
            @Override
            public ByteSource source() {
                return FileBytes.this;
            }

            @Override
            public void read(long position, ByteBuffer target) throws IOException {
                long at = position;
                while (target.hasRemaining()) {
                    int count = channel.read(target, at);
                    if (count < 0) throw changed();
                    at += count;
                }
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    private RejectedException changed() {
        return new RejectedException(Reason.CHANGED, name());
    }
}
