package io.spillway.gateway.live;

import io.spillway.stream.live.Kind;

/**
 * A change as clients are shown it.
 *
 * @param json shared, never changed
 */
public record Sighting(Kind kind, byte[] json) {}
