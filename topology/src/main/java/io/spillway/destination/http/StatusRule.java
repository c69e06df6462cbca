package io.spillway.destination.http;

import java.util.List;
import java.util.stream.Stream;

/** Which statuses count as success. */
record StatusRule(List<Range> ranges) {

    static final StatusRule SUCCESSFUL = of("200-299");

    private static final int FIRST = 200;
    private static final int LAST = 599;

    private record Range(int from, int to) {

        static Range of(String text) {
            var dash = text.indexOf('-');
            return dash < 0
                    ? new Range(Integer.parseInt(text), Integer.parseInt(text))
                    : new Range(
                            Integer.parseInt(text.substring(0, dash).strip()),
                            Integer.parseInt(text.substring(dash + 1).strip()));
        }

        boolean isOne() {
            return FIRST <= from && from <= to && to <= LAST;
        }
    }

    /**
     * Reads a list as {@code 200-299,304}.
     *
     * @throws IllegalArgumentException where a part is no status or range of them
     */
    static StatusRule of(String list) {
        var ranges =
                Stream.of(list.split(",", -1)).map(String::strip).map(Range::of).toList();
        if (!ranges.stream().allMatch(Range::isOne)) {
            throw new IllegalArgumentException("not a list of statuses: " + list);
        }
        return new StatusRule(ranges);
    }

    boolean isSuccess(int status) {
        return ranges.stream().anyMatch(range -> range.from() <= status && status <= range.to());
    }
}
