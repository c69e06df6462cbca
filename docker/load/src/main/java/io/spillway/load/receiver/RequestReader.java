package io.spillway.load.receiver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads HTTP/1.1 requests with a content length from one connection, as far as the bytes have arrived.
 *
 * <p>Chunked bodies are refused: no sender of a known body has a reason to use them.
 */
final class RequestReader {

    private static final int FIRST = 4 * 1024;
    private static final int LARGEST_HEAD = 64 * 1024;
    private static final int LARGEST_BODY = 16 * 1024 * 1024;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private ByteBuffer buffer = ByteBuffer.allocate(FIRST);

    /** Takes what has arrived; false when the other side has closed. */
    boolean fill(ReadableByteChannel channel) throws IOException {
        int read;
        do {
            if (!buffer.hasRemaining()) {
                buffer = ByteBuffer.allocate(buffer.capacity() * 2).put(buffer.flip());
            }
            read = channel.read(buffer);
        } while (read > 0 && !buffer.hasRemaining());
        return read >= 0;
    }

    /**
     * The next complete request.
     *
     * @throws ProtocolException where the bytes are no request that this reader knows
     */
    Optional<Request> next() throws ProtocolException {
        int end = endOfHead();
        if (end < 0) {
            if (buffer.position() > LARGEST_HEAD) {
                throw new ProtocolException(431, "the head is too large");
            }
            return Optional.empty();
        }
        var lines = new String(buffer.array(), 0, end - END_OF_HEAD.length, StandardCharsets.ISO_8859_1).split("\r\n");
        var start = lines[0].split(" ");
        if (start.length != 3 || !start[2].equals("HTTP/1.1")) {
            throw new ProtocolException(400, "the first line is no request line of HTTP/1.1");
        }
        var headers = headers(lines);
        int length = bodyLength(headers);
        if (buffer.position() < end + length) {
            return Optional.empty();
        }
        var body = Arrays.copyOfRange(buffer.array(), end, end + length);
        int received = buffer.position();
        buffer.position(end + length).limit(received);
        buffer.compact();
        return Optional.of(new Request(start[0], start[1], headers, body));
    }

    private int endOfHead() {
        var bytes = buffer.array();
        for (int at = 0; at + 3 < buffer.position(); at++) {
            if (bytes[at] == '\r' && bytes[at + 1] == '\n' && bytes[at + 2] == '\r' && bytes[at + 3] == '\n') {
                return at + END_OF_HEAD.length;
            }
        }
        return -1;
    }

    private static Map<String, String> headers(String[] lines) throws ProtocolException {
        var headers = new HashMap<String, String>();
        for (int at = 1; at < lines.length; at++) {
            int colon = lines[at].indexOf(':');
            if (colon < 1) {
                throw new ProtocolException(400, "a header line has no name");
            }
            headers.putIfAbsent(
                    lines[at].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[at].substring(colon + 1).strip());
        }
        return headers;
    }

    private static int bodyLength(Map<String, String> headers) throws ProtocolException {
        if (headers.containsKey("transfer-encoding")) {
            throw new ProtocolException(501, "a body needs a content length");
        }
        try {
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            if (length < 0 || length > LARGEST_BODY) {
                throw new ProtocolException(413, "the body is too large");
            }
            return length;
        } catch (NumberFormatException e) {
            throw new ProtocolException(400, "the content length is no number");
        }
    }
}
