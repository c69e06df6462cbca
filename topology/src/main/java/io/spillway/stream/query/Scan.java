package io.spillway.stream.query;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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

        /** By time, then by the UTF-8 bytes of the tie, which is how stores sort their keys. */
        @Override
        public int compareTo(Position other) {
            var byTime = time.compareTo(other.time);
            return byTime != 0 ? byTime : Arrays.compareUnsigned(utf8(tie), utf8(other.tie));
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The order of the walk. */
    Comparator<Position> order() {
        return descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    }

    /** Whether a row at this position is still ahead. */
    boolean reaches(Position position) {
        return after.filter(start -> order().compare(position, start) <= 0).isEmpty();
    }

    /** The part of a list that this walk returns. */
    public <R> List<R> page(Stream<R> rows, Function<R, Position> position) {
        return rows.filter(row -> reaches(position.apply(row)))
                .sorted(Comparator.comparing(position, order()))
                .limit(limit)
                .toList();
    }
}
