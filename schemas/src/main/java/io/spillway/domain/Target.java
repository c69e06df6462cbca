package io.spillway.domain;

/** What a delivery must know of its subscription: which version of which incarnation, and how to reach it. */
public record Target(
        DestinationId id, long incarnation, long version, String type, Sealed settings, CallOptions options) {

    /** With nothing to be minded but the node's settings. */
    public Target(DestinationId id, long incarnation, long version, String type, Sealed settings) {
        this(id, incarnation, version, type, settings, CallOptions.NONE);
    }
}
