package io.spillway.load.receiver;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** One keep-alive connection of a sender. */
final class Connection {

    private static final byte[] OK = head(200, "");

    private final SocketChannel channel;
    private final RequestReader requests = new RequestReader();
    private Optional<Outpour> outpour = Optional.empty();

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

    /** @param retryAfter value of the header {@code Retry-After}, where it has one */
    void answer(int status, Optional<String> retryAfter) throws IOException {
        if (status == 200 && retryAfter.isEmpty()) {
            write(OK);
        } else {
            write(head(status, retryAfter.map("retry-after: %s\r\n"::formatted).orElse("")));
        }
    }

    /** From now on these bytes go out, as far as the sender takes them. */
    void pour(Outpour bytes) {
        outpour = Optional.of(bytes);
    }

    /** Goes on with what is to be poured out. */
    Outpour.State pour() throws IOException {
        return outpour.isPresent() ? outpour.get().pour(channel) : Outpour.State.DONE;
    }

    Duration pause() {
        return outpour.map(Outpour::pause).orElse(Duration.ZERO);
    }

    /** Whether the connection is to be told when the sender takes more. */
    void awaitRoom(SelectionKey key, boolean waiting) {
        key.interestOps(waiting ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Ends what was poured out as its script says. */
    void end() throws IOException {
        var ended = outpour.map(Outpour::end).orElse(Step.End.KEEP);
        outpour = Optional.empty();
        switch (ended) {
            case KEEP -> {}
            case CLOSE -> channel.close();
            case RESET -> {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.close();
            }
        }
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
