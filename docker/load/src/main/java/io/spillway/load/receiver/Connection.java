package io.spillway.load.receiver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One keep-alive connection of a sender. */
final class Connection {

    private static final byte[] OK = head(200, "");

    private final SocketChannel channel;
    private final RequestReader requests = new RequestReader();

    Connection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Takes what has arrived; false when the sender has closed. */
    boolean fill() throws IOException {
        return requests.fill(channel);
    }

    Optional<Request> next() throws ProtocolException {
        return requests.next();
    }

    void answer(int status) throws IOException {
        write(status == 200 ? OK : head(status, ""));
    }

    /** The last answer on this connection. */
    void refuse(int status) throws IOException {
        write(head(status, "connection: close\r\n"));
        channel.close();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // gone either way
        }
    }

    private void write(byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        channel.write(buffer);
        if (buffer.hasRemaining()) {
            throw new IOException("a sender does not read its answers");
        }
    }

    /** A reason phrase may be empty (RFC 9112, section 4), but not the space before it. */
    private static byte[] head(int status, String headers) {
        return "HTTP/1.1 %d \r\ncontent-length: 0\r\n%s\r\n"
                .formatted(status, headers)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
