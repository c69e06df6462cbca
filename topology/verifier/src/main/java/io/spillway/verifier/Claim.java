package io.spillway.verifier;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a request says of itself: these signatures, over these parts one after the other.
 *
 * @param at when it was signed; empty where the profile does not sign the time
 */
record Claim(Optional<Instant> at, List<byte[]> signatures, List<byte[]> signed) {

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
