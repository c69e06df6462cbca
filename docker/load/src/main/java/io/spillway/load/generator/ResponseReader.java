package io.spillway.load.generator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Reads one HTTP/1.1 answer after the other from a connection, with a content length or in chunks. */
final class ResponseReader {

    private static final int FIRST = 4 * 1024;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    private static final byte[] END_OF_LINE = {'\r', '\n'};

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

    /** The answer, as soon as it is complete; the connection then begins anew. */
    Optional<Response> next() throws IOException {
        int head = find(END_OF_HEAD, 0);
        if (head < 0) {
            return Optional.empty();
        }
        int start = head + END_OF_HEAD.length;
        var lines = new String(buffer.array(), 0, head, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int status = Integer.parseInt(lines, lines.indexOf(' ') + 1, lines.indexOf(' ') + 4, 10);
        var body = lines.contains("\r\ntransfer-encoding: chunked") ? chunks(start) : counted(lines, start);
        body.ifPresent(whole -> buffer.clear());
        return body.map(whole -> new Response(status, whole));
    }

    private Optional<byte[]> counted(String head, int start) {
        var name = "\r\ncontent-length:";
        int at = head.indexOf(name);
        int length = 0;
        if (at >= 0) {
            int end = head.indexOf("\r\n", at + name.length());
            length = Integer.parseInt(head.substring(at + name.length(), end < 0 ? head.length() : end)
                    .strip());
        }
        return buffer.position() < start + length
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(buffer.array(), start, start + length));
    }

    private Optional<byte[]> chunks(int start) {
        var body = new ByteArrayOutputStream();
        for (int at = start; ; ) {
            int line = find(END_OF_LINE, at);
            if (line < 0) {
                return Optional.empty();
            }
            int length =
                    Integer.parseInt(new String(buffer.array(), at, line - at, StandardCharsets.US_ASCII).strip(), 16);
            int chunk = line + END_OF_LINE.length;
            at = chunk + length + END_OF_LINE.length;
            if (buffer.position() < at) {
                return Optional.empty();
            }
            if (length == 0) {
                return Optional.of(body.toByteArray());
            }
            body.write(buffer.array(), chunk, length);
        }
    }

    private int find(byte[] wanted, int from) {
        for (int at = from; at + wanted.length <= buffer.position(); at++) {
            if (Arrays.equals(buffer.array(), at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
