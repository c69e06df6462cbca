package io.spillway.destination;

/** What came of opening sealed settings. */
public sealed interface Opened {

    /** They are genuine and belong to the destination that they were opened for. */
    record Readable(Settings settings) implements Opened {}

    /** They cannot be read here; {@code reason} is one sentence without secrets. */
    record Unreadable(String reason) implements Opened {}
}
