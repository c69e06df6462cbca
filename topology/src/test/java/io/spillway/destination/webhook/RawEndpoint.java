package io.spillway.destination.webhook;

import io.spillway.destination.LoopbackServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An HTTP endpoint on the loopback interface that writes whatever a test wants, byte for byte. */
public final class RawEndpoint implements AutoCloseable {

    /** What is done with a connection once a request has been read from it. */
    public interface Script {
        void play(OutputStream out) throws IOException, InterruptedException;
    }

    /** A request as it came over the wire: request line and headers, then the body. */
    public record Request(String head, String body) {

        /** The header's value, or an empty text. */
        public String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private final LoopbackServer server;
    private final Script script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private RawEndpoint(Script script) {
        this.script = script;
        this.server = LoopbackServer.start(this::serve);
    }

    /** Plays the script after each request and then closes the connection. */
    public static RawEndpoint playing(Script script) {
        return new RawEndpoint(script);
    }

    /** Gives the same answer to each request. */
    public static RawEndpoint answering(String answer) {
        return playing(out -> write(out, answer));
    }

    public static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Says nothing until the endpoint is closed. */
    public static void silence() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    public String url() {
        return "http://" + server.address() + "/hook";
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        var in = new BufferedInputStream(socket.getInputStream());
        while (true) {
            requests.add(read(in));
            script.play(new Resettable(socket));
        }
    }

    private static Request read(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            var b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            head.write(b);
        }
        var request = new Request(head.toString(StandardCharsets.UTF_8), "");
        var length = request.header("content-length");
        var body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        return new Request(request.head(), new String(body, StandardCharsets.UTF_8));
    }

    /** The way out of a connection, which can also be torn down. */
    static final class Resettable extends OutputStream {

        private final Socket socket;

        private Resettable(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void write(int b) throws IOException {
            socket.getOutputStream().write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            socket.getOutputStream().write(bytes, from, length);
        }

        /** Ends the connection with a reset instead of an orderly close. */
        static void reset(OutputStream out) throws IOException {
            var socket = ((Resettable) out).socket;
            socket.setSoLinger(true, 0);
            socket.close();
        }

        static void end(OutputStream out) throws IOException {
            ((Resettable) out).socket.close();
        }
    }
}
