package io.spillway.history;

import io.spillway.stream.query.Criteria.Period;
import io.spillway.stream.query.Scan;
import io.spillway.stream.query.Scan.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * From when on the nodes' own stores know everything; what is older is asked of the log store as well.
 *
 * @param retention how long the stores remember at least
 */
public record Edge(InstantSource clock, Duration retention) {

    /** To the minute. */
    public Instant now() {
        return clock.instant().minus(retention).truncatedTo(ChronoUnit.MINUTES);
    }

    /**
     * Whether a page can hold rows from before the edge.
     *
     * @param last the last row that the stores gave, if they gave as many as were asked for
     */
    boolean isPassed(Period period, Scan scan, Optional<Position> last) {
        var edge = now();
        if (period.from().filter(from -> !from.isBefore(edge)).isPresent()) {
            return false;
        }
        var newerThanAll = scan.descending() ? last : scan.after();
        return newerThanAll.filter(position -> !position.time().isBefore(edge)).isEmpty();
    }
}
