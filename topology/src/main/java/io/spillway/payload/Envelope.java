package io.spillway.payload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What stands in place of an event's data: <code>{"spillway:sealed":"key.content"}</code>, the content as URL-safe
 * Base64. So it passes wherever data do.
 *
 * @param key the id of the key
 * @param content salt (16 bytes), nonce (12 bytes), ciphertext and tag
 */
record Envelope(String key, byte[] content) {

    private static final byte[] HEAD = "{\"spillway:sealed\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "\"}".getBytes(StandardCharsets.US_ASCII);

    byte[] bytes() {
        var name = key.getBytes(StandardCharsets.US_ASCII);
        var body = Base64.getUrlEncoder().withoutPadding().encode(content);
        var bytes = new byte[HEAD.length + name.length + 1 + body.length + TAIL.length];
        System.arraycopy(HEAD, 0, bytes, 0, HEAD.length);
        System.arraycopy(name, 0, bytes, HEAD.length, name.length);
        bytes[HEAD.length + name.length] = '.';
        System.arraycopy(body, 0, bytes, HEAD.length + name.length + 1, body.length);
        System.arraycopy(TAIL, 0, bytes, bytes.length - TAIL.length, TAIL.length);
        return bytes;
    }

    /** Absent for data that are none. */
    static Optional<Envelope> read(byte[] data) {
        var end = data.length - TAIL.length;
        if (end < HEAD.length
                || !Arrays.equals(data, 0, HEAD.length, HEAD, 0, HEAD.length)
                || !Arrays.equals(data, end, data.length, TAIL, 0, TAIL.length)) {
            return Optional.empty();
        }
        var dot = HEAD.length;
        while (dot < end && data[dot] != '.') {
            dot++;
        }
        try {
            var name = new String(data, HEAD.length, dot - HEAD.length, StandardCharsets.US_ASCII);
            var content =
                    dot < end ? Base64.getUrlDecoder().decode(Arrays.copyOfRange(data, dot + 1, end)) : new byte[0];
            return Optional.of(new Envelope(name, content));
        } catch (IllegalArgumentException e) {
            return Optional.of(new Envelope("", new byte[0])); // somebody's imitation
        }
    }
}
