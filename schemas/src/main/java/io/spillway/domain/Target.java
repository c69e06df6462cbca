package io.spillway.domain;

/**
 * What a delivery must know of its subscription: which version of which incarnation, and how to reach it.
 *
 * @param batched whether its calls carry arrays of events, even where an array holds one
 */
public record Target(
        DestinationId id,
        long incarnation,
        long version,
        String type,
        Sealed settings,
        CallOptions options,
        boolean batched) {

    /** With nothing to be minded but the node's settings. */
    public Target(DestinationId id, long incarnation, long version, String type, Sealed settings) {
        this(id, incarnation, version, type, settings, CallOptions.NONE, false);
    }
}
