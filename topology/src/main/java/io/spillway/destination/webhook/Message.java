package io.spillway.destination.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import okhttp3.Headers;

/**
 * What there is to sign of a request.
 *
 * @param id the event's
 * @param at when the attempt is made
 * @param body as it is sent
 * @param headers those that are set already
 */
record Message(String id, Instant at, byte[] body, Headers headers) {

    /** The time as most schemes write it: seconds since 1970. */
    String seconds() {
        return Long.toString(at.getEpochSecond());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Names and sizes only. */
    @Override
    public String toString() {
        return "Message[" + id + ", " + at + ", " + body.length + " bytes]";
    }
}
