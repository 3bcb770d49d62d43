package meander.app.gpu;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A server on this machine with one file, which can be made to misbehave. */
final class Served implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /** What was asked for: the header Range, or nothing. */
    final List<String> ranges = new ArrayList<>();
    byte[] file;
    String tag = "\"one\"";
    int status = 200;
    boolean knowsRanges = true;
    /** After how many bytes of an answer the connection ends. */
    int dropsAfter = Integer.MAX_VALUE;

    Served(byte[] file) throws IOException {
        this.file = file;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
        ranges.add(range == null ? "" : range);
        int from = range != null && knowsRanges && (ifRange == null || ifRange.equals(tag))
                ? Integer.parseInt(range.replaceAll("\\D", ""))
                : 0;
        exchange.getResponseHeaders().set("ETag", tag);
        if (from > 0)
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
        byte[] rest = Arrays.copyOfRange(file, from, file.length);
        exchange.sendResponseHeaders(status != 200 ? status : from > 0 ? 206 : 200, rest.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(rest, 0, Math.min(rest.length, dropsAfter));
            out.flush();
            if (dropsAfter < rest.length) throw new IOException("dropped");
        } finally {
            exchange.close();
        }
    }

    URI uri(String name) {
        return URI.create(
                "http://" + server.getAddress().getAddress().getHostAddress() + ":" + server.getAddress().getPort() + "/" + name);
    }

    /** The file as it is now, as a package's source. */
    GpuPackage.Source source(String folder) {
        return new GpuPackage.Source(uri("engine-1.jar"), file.length, sha256(file), folder);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An archive, not compressed, so that its size says how much is in it. */
    static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(0);
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
