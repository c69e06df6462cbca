package io.spillway.domain;

import java.time.Duration;
import java.util.Optional;

/**
 * How a destination wants its calls to be made; they travel with each delivery.
 *
 * @param timeout for a whole attempt
 * @param signing how a webhook is signed
 * @param transform a JSONata expression; what it makes of the event's data is sent in its place
 */
public record CallOptions(Optional<Duration> timeout, Optional<SignatureProfile> signing, Optional<String> transform) {

    public static final CallOptions NONE = new CallOptions(Optional.empty(), Optional.empty(), Optional.empty());
}
