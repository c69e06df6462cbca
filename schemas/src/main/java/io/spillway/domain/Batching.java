package io.spillway.domain;

import java.time.Duration;

/**
 * Several deliveries share a call.
 *
 * @param count of deliveries that make a call go out at once
 * @param within after which it goes out with those that there are
 */
public record Batching(int count, Duration within) {}
