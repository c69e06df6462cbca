package io.spillway.domain;

import java.time.Duration;
import java.util.Optional;

/**
 * Where the time of an attempt went, to the microsecond. What did not happen is absent, as all but {@code firstByte} on a
 * connection that was open already.
 *
 * @param dns until the host's addresses were known
 * @param connect until the connection was made
 * @param tls the TLS handshake
 * @param firstByte from the request's last byte to the answer's head
 */
public record Timings(
        Optional<Duration> dns, Optional<Duration> connect, Optional<Duration> tls, Optional<Duration> firstByte) {

    public static final Timings NONE =
            new Timings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
