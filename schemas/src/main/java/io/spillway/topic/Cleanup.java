package io.spillway.topic;

import java.time.Duration;

/** How a topic forgets. */
public sealed interface Cleanup {

    /** After a time. */
    record Delete(Duration retention) implements Cleanup {}

    /**
     * All but the newest record of a key.
     *
     * @param tombstones how long a deletion is kept, so that whoever was away that long still learns of it
     */
    record Compact(Duration tombstones) implements Cleanup {}
}
