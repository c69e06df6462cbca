package io.spillway.stream.judge;

import io.spillway.domain.Health;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How closely destinations are watched.
 *
 * @param failures how many in a row are 100 %; empty: failures in a row lead to nothing
 * @param exhausted for how long it is not told again of a destination that retries were exhausted; empty: it is never told
 * @param share which share of failures is told; empty: none
 * @param disabling when a destination is disabled
 */
public record Watching(
        Optional<Integer> failures, Optional<Duration> exhausted, Optional<Share> share, Disabling disabling) {

    /** Nobody looks. */
    public static final Watching NONE = new Watching(
            Optional.empty(), Optional.empty(), Optional.empty(), new Disabling(false, false, Optional.empty()));

    private static final List<Integer> LEVELS = List.of(100, 90, 70, 50);
    private static final int ALL = 100;

    /**
     * A share of failures.
     *
     * @param percent from which it is told
     * @param attempts of how many; the first of them is a failure, so that healthy destinations cost nothing
     */
    public record Share(int percent, int attempts) {}

    /**
     * When a destination is disabled.
     *
     * @param onFailures whether at 100 % of the failures in a row
     * @param onGone whether when it answers that it is gone for good (HTTP 410)
     * @param probeAfter when it may try again after too many failures; empty: somebody has to enable it
     */
    public record Disabling(boolean onFailures, boolean onGone, Optional<Duration> probeAfter) {}

    /** The percentage that is reached with this failure in a row, if one is; all of them again with each further 100 %. */
    OptionalInt level(int count) {
        return failures.stream()
                .flatMapToInt(full -> LEVELS.stream()
                        .filter(percent ->
                                count > full ? percent == ALL && count % full == 0 : count == part(full, percent))
                        .mapToInt(Integer::intValue)
                        .limit(1))
                .findFirst();
    }

    /** Whether a destination with so many failures in a row is to be disabled. */
    boolean disables(int count) {
        return disabling.onFailures() && failures.filter(full -> count >= full).isPresent();
    }

    /** The count with one more attempt; it begins with a failure. */
    Health.Share counted(Health.Share before, boolean failed) {
        if (share.isEmpty() || (before.attempts() == 0 && !failed)) {
            return before;
        }
        return new Health.Share(before.attempts() + 1, before.failures() + (failed ? 1 : 0));
    }

    /** Whether this is all that is counted together. */
    boolean isWhole(Health.Share counted) {
        return share.filter(rule -> counted.attempts() >= rule.attempts()).isPresent();
    }

    boolean isTold(Health.Share counted) {
        return share.filter(rule -> counted.failures() * ALL >= rule.percent() * counted.attempts())
                .isPresent();
    }

    /** Rounded up. */
    private static int part(int full, int percent) {
        return (full * percent + ALL - 1) / ALL;
    }
}
