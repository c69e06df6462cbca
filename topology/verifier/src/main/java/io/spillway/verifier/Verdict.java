package io.spillway.verifier;

/** What a verifier makes of a request. All but {@link #GENUINE} are to be answered with a status of 400 or 401 and forgotten. */
public enum Verdict {
    /** Signed with one of the secrets, and lately. */
    GENUINE,
    /** A header that the profile needs is missing or cannot be read. */
    UNREADABLE,
    /** No signature fits: another secret, or the body or its headers were changed. */
    FORGED,
    /** Signed rightly, but longer ago than tolerated: perhaps repeated by somebody who listened. */
    TOO_OLD,
    /** Signed rightly, but further ahead than tolerated: one of the clocks is wrong. */
    TOO_NEW;

    public boolean isGenuine() {
        return this == GENUINE;
    }
}
