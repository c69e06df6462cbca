package io.spillway.domain;

import java.time.Duration;

/** A retry tier: a topic whose records wait one fixed delay, named by it ({@code 1s}, {@code 1m}, {@code 6h}). */
public record Tier(Duration delay) {

    public Tier {
        if (delay.toSeconds() < 1 || delay.getNano() != 0) {
            throw new IllegalArgumentException("a retry tier waits a whole number of seconds, at least one");
        }
    }

    public String name() {
        var seconds = delay.toSeconds();
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
