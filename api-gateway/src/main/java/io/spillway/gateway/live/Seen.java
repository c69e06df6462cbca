package io.spillway.gateway.live;

import io.spillway.stream.live.Change;

/**
 * A change and where it stood.
 *
 * @param next the offset behind it
 */
record Seen(Spot spot, long next, Change change, Sighting sighting) {}
