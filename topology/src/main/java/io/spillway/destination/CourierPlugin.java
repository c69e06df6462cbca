package io.spillway.destination;

/**
 * Starts the deliveries of a type that {@link TypeRules} describe. An implementation is public, has a public constructor
 * without arguments, and is named in {@code META-INF/services/io.spillway.destination.CourierPlugin}.
 */
public interface CourierPlugin {

    /** The word for the type in the API, as {@code aws_sqs}. */
    String type();

    /**
     * Called once per process, before any traffic.
     *
     * @throws IllegalArgumentException where a setting of the process cannot be used; the message names it
     */
    Courier start(Surroundings surroundings);
}
