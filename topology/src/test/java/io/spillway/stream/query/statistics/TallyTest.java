package io.spillway.stream.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final Group A = group("a");
    private static final Group B = group("b");
    private static final Group C = group("c");

    @Test
    void shouldAddUpByGroup() {
        // given
        var tally = new Tally();
        // when
        tally.add(A, Sums.attempt(true, 1, false));
        tally.add(A, Sums.attempt(false, 3, true));
        tally.add(B, Sums.attempt(false, 2, false));
        // then
        assertThat(tally.statistics())
                .isEqualTo(new Statistics(Map.of(A, new Sums(2, 1, 1, 1, 4), B, new Sums(1, 0, 0, 0, 2)), false));
    }

    @Test
    void shouldLeaveOutGroupsBeyondTheMostAndGoOnWithTheOthers() {
        // given
        var tally = new Tally(2);
        // when
        Stream.of(A, B, C, A).forEach(group -> tally.add(group, Sums.EVENT));
        // then
        assertThat(tally.statistics())
                .isEqualTo(new Statistics(Map.of(A, new Sums(2, 0, 0, 0, 0), B, Sums.EVENT), true));
    }

    @Test
    void shouldMergeParts() {
        // given
        var one = new Statistics(Map.of(A, Sums.EVENT, B, Sums.EVENT), false);
        var other = new Statistics(Map.of(A, new Sums(4, 3, 2, 1, 9)), true);
        // when / then
        assertThat(Statistics.merged(Stream.of(one, other)))
                .isEqualTo(new Statistics(Map.of(A, new Sums(5, 3, 2, 1, 9), B, Sums.EVENT), true));
        assertThat(Statistics.merged(Stream.of())).isEqualTo(new Statistics(Map.of(), false));
    }

    private static Group group(String value) {
        return new Group(Optional.empty(), List.of(value));
    }
}
