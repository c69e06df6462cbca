package io.spillway.destination;

/**
 * Starts a destination type. An implementation is public, has a public constructor without arguments, and is named in
 * {@code META-INF/services/io.spillway.destination.DestinationPlugin}; that is all that a new type needs.
 */
public interface DestinationPlugin {

    /**
     * Called once per process, before any traffic.
     *
     * @throws IllegalArgumentException where a setting of the process cannot be used; the message names it
     */
    DestinationType start(Surroundings surroundings);
}
