package io.spillway.domain;

import java.util.Optional;

/**
 * How one destination wants to be delivered to. What it leaves open follows the node's settings.
 *
 * @param call how each call is made
 * @param retrying when a failed attempt is followed by another
 * @param pace how many calls, and how fast
 * @param ordered whether a delivery waits for the end of the one before it, retries included
 * @param batching whether several deliveries share a call
 */
public record Policy(CallOptions call, Retrying retrying, Pace pace, boolean ordered, Optional<Batching> batching) {

    /** Everything as the node has it. */
    public static final Policy NONE = new Policy(CallOptions.NONE, Retrying.NONE, Pace.NONE, false, Optional.empty());
}
