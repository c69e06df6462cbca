package io.spillway.stream.query;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a node is to answer for: neither less, when it says that it is not ready, nor more, which others are asked for.
 *
 * @param copies whether a copy will do where the tasks of these partitions do not run there
 */
public record Share(Set<Integer> partitions, boolean copies) {

    private static final String COPIES = ";copies";

    public Share {
        partitions = Set.copyOf(partitions);
    }

    /** What tasks that run there are to answer. */
    static Share ofOwner(Set<Integer> partitions) {
        return new Share(partitions, false);
    }

    static Share ofCopy(int partition) {
        return new Share(Set.of(partition), true);
    }

    /** As {@code 0,3} or {@code 7;copies}; throws {@link IllegalArgumentException} for anything else. */
    public static Share parse(String text) {
        var copies = text.endsWith(COPIES);
        var numbers = copies ? text.substring(0, text.length() - COPIES.length()) : text;
        return new Share(
                Stream.of(numbers.split(","))
                        .filter(number -> !number.isEmpty())
                        .map(Integer::valueOf)
                        .collect(Collectors.toSet()),
                copies);
    }

    @Override
    public String toString() {
        return new TreeSet<>(partitions).stream().map(String::valueOf).collect(Collectors.joining(","))
                + (copies ? COPIES : "");
    }
}
