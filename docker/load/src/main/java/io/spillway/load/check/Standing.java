package io.spillway.load.check;

/** What Spillway itself says of a delivery. */
enum Standing {
    DELIVERED,
    DEAD,
    CANCELLED,
    /** It will be tried again by itself. */
    SCHEDULED,
    /** On its way, for which nothing vouches: whoever asks after everything has settled takes it for lost. */
    UNDER_WAY,
    /** There is no such delivery. */
    UNKNOWN
}
