package io.spillway.domain;

import java.time.Duration;
import java.util.Optional;

/**
 * When a failed attempt is followed by another; what is left open follows the node's settings.
 *
 * @param maxAttempts the first one included; left out, a list of waits says how many, and with {@code maxAge} there is no other end
 * @param maxAge counted from the delivery's first attempt; nothing is tried that would begin later
 * @param schedule the waits between attempts
 * @param jitter the largest part of a wait that is added to it, from 0 to 1
 */
public record Retrying(
        Optional<Integer> maxAttempts,
        Optional<Duration> maxAge,
        Optional<Schedule> schedule,
        Optional<Double> jitter) {

    public static final Retrying NONE =
            new Retrying(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
