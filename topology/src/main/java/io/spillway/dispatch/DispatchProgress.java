package io.spillway.dispatch;

import java.time.Duration;
import java.util.Map;

/**
 * Whether the dispatcher moves.
 *
 * @param running false once it gave up, as when another node bears the same id: the process must be replaced
 * @param sincePoll the time since it last asked for records
 * @param partitions how many it has been given
 * @param settled whether it was given partitions, or told that there are none for it, and has taken all of them over
 * @param longestAwaited for how long a partition has been its own that it cannot work on yet
 * @param oldest partition → for how long the first record there has been worked on that is not finished; of those that are
 *     taken over completely
 */
public record DispatchProgress(
        boolean running,
        Duration sincePoll,
        int partitions,
        boolean settled,
        Duration longestAwaited,
        Map<Integer, Duration> oldest) {

    public DispatchProgress {
        oldest = Map.copyOf(oldest);
    }
}
