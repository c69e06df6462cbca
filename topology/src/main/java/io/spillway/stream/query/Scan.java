package io.spillway.stream.query;

import java.time.Instant;
import java.util.Optional;

/**
 * How to walk through a list.
 *
 * @param limit the most rows to return
 * @param after where the walk begins: only rows strictly behind this position, in the direction of the walk
 */
public record Scan(int limit, boolean descending, Optional<Position> after) {

    /**
     * A row's place in a list.
     *
     * @param time to the millisecond
     * @param tie tells rows of the same time apart: tenant + 0x00 + the row's id
     */
    public record Position(Instant time, String tie) implements Comparable<Position> {

        @Override
        public int compareTo(Position other) {
            var byTime = time.compareTo(other.time);
            return byTime != 0 ? byTime : tie.compareTo(other.tie);
        }
    }
}
