package meander.app.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import meander.app.base.GpuPackageException;

/**
 * Fetches a file from a server into another beside its target, from where an earlier time has left it. Nothing is taken for whole here: that
 * is for its checksum to say. The proxy is the one that Java was told of.
 *
 * @param patience how long a server may be silent
 */
record Downloader(HttpClient client, Duration patience) implements DownloadClient {
    private static final int PARTIAL = 206;
    private static final int NOT_SATISFIABLE = 416;
    private static final int BUFFER = 1 << 17;
    private static final long LOOK_MILLIS = 100;

    /** Follows redirections, but to nothing less safe. */
    static Downloader usual() {
        return new Downloader(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(20)).build(), Duration.ofMinutes(1));
    }

    @Override
    public void fetch(GpuPackage.Source source, Path part, DownloadListener watch) throws IOException {
        long there = Files.exists(part) ? Files.size(part) : 0;
        if (there == source.bytes()) return;
        if (there > source.bytes()) {
            Files.delete(part);
            there = 0;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(source.uri()).timeout(patience).header("Accept-Encoding",
                "identity");
        if (there > 0) {
            request.header("Range", "bytes=" + there + "-");
            tag(part).ifPresent(tag -> request.header("If-Range", tag));
        }
        HttpResponse<InputStream> answer = send(request.build(), source, watch);
        try (InputStream body = answer.body()) {
            if (answer.statusCode() == NOT_SATISFIABLE) {
                Files.deleteIfExists(part);
                throw new GpuPackageException("gpu.trouble.lost", source.uri().getHost());
            }
            if (answer.statusCode() != 200 && answer.statusCode() != PARTIAL)
                throw new GpuPackageException("gpu.trouble.answer", source.uri().getHost(),
                        Integer.toString(answer.statusCode()));
            long begin = answer.statusCode() == PARTIAL ? there : 0; // a server may know no ranges, or another file by now
            checkSize(answer, begin, source, part);
            keepTag(part, answer);
            try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    begin > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
                copy(body, out, begin, source, watch);
            }
        }
        if (Files.size(part) < source.bytes()) throw new GpuPackageException("gpu.trouble.lost", source.uri().getHost());
    }

    /** Asks while it waits whether it should stop. */
    private HttpResponse<InputStream> send(HttpRequest request, GpuPackage.Source source, DownloadListener watch)
            throws IOException {
        CompletableFuture<HttpResponse<InputStream>> answer = client.sendAsync(request,
                HttpResponse.BodyHandlers.ofInputStream());
        try {
            while (true) {
                watch.goOn();
                try {
                    return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    continue;
                }
            }
        } catch (ExecutionException e) {
            throw new GpuPackageException("gpu.trouble.unreachable", source.uri().getHost());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } finally {
            answer.cancel(true); // for who was called off
        }
    }

    private static void checkSize(HttpResponse<?> answer, long begin, GpuPackage.Source source, Path part) throws IOException {
        long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        boolean begins = answer.statusCode() != PARTIAL
                || answer.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + begin + "-");
        if (length < 0 || begin + length == source.bytes() && begins) return;
        forget(part);
        throw new GpuPackageException("gpu.trouble.size", source.name(), source.uri().getHost());
    }

    /** Reads while somebody else watches: a read that waits for a silent server cannot ask whether it should stop. */
    private void copy(InputStream body, OutputStream out, long begin, GpuPackage.Source source, DownloadListener watch)
            throws IOException {
        AtomicLong heard = new AtomicLong(System.nanoTime());
        Thread guard = Thread.ofVirtual().start(() -> guard(body, heard, watch));
        byte[] buffer = new byte[BUFFER];
        long done = begin;
        try {
            for (int count = read(body, buffer, source, watch); count >= 0; count = read(body, buffer, source, watch)) {
                heard.set(System.nanoTime());
                done += count;
                if (done > source.bytes())
                    throw new GpuPackageException("gpu.trouble.size", source.name(), source.uri().getHost());
                out.write(buffer, 0, count);
                watch.progress((double) done / source.bytes());
            }
        } finally {
            guard.interrupt();
        }
    }

    private static int read(InputStream body, byte[] buffer, GpuPackage.Source source, DownloadListener watch)
            throws IOException {
        watch.goOn();
        try {
            return body.read(buffer);
        } catch (IOException e) {
            watch.goOn();
            throw new GpuPackageException("gpu.trouble.lost", source.uri().getHost());
        }
    }

    private void guard(InputStream body, AtomicLong heard, DownloadListener watch) {
        try {
            while (!watch.cancelled() && System.nanoTime() - heard.get() < patience.toNanos())
                Thread.sleep(LOOK_MILLIS);
            body.close();
        } catch (InterruptedException | IOException e) {
            return; // it is done, or its reader hears of it
        }
    }

    /** By which the server knows the file of which a part is there; a weak one says too little. */
    private static Optional<String> tag(Path part) throws IOException {
        Path file = tagFile(part);
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    private static void keepTag(Path part, HttpResponse<?> answer) throws IOException {
        Optional<String> tag = answer.headers().firstValue("ETag").filter(value -> value.startsWith("\""));
        if (tag.isPresent()) Files.writeString(tagFile(part), tag.get());
        else
            Files.deleteIfExists(tagFile(part));
    }

    /** Deletes a part with what is known of it. */
    static void forget(Path part) throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(tagFile(part));
    }

    private static Path tagFile(Path part) {
        return part.resolveSibling(part.getFileName() + ".tag");
    }
}
