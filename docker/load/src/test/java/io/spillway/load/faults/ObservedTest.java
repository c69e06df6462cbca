package io.spillway.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.load.Arrival;
import io.spillway.load.Journal;
import io.spillway.load.Sent;
import io.spillway.load.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ObservedTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Workload workload = new Workload("r1", 1, 1, 128);

    @Test
    void shouldFindTheLongestSilenceBetweenArrivalsAndAtTheEnds() {
        // given
        var observed = arrivals(1, 2, 5, 6);

        // when, then
        assertThat(observed.longestSilence(SECOND, 6 * SECOND)).isEqualTo(Duration.ofSeconds(3));
        assertThat(observed.longestSilence(SECOND, 12 * SECOND))
                .as("until the end")
                .isEqualTo(Duration.ofSeconds(6));
        assertThat(observed.longestSilence(-9 * SECOND, 6 * SECOND))
                .as("from the beginning")
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(observed.longestSilence(20 * SECOND, 24 * SECOND))
                .as("without any arrival")
                .isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void shouldSayWhenTheLastOfEarlierPromisesArrived() {
        // given
        var observed = arrivals(1, 9, 30);
        var journal = new Journal(workload, 0, 0, 40 * SECOND, List.of(promised(1), promised(4), promised(29)));

        // when
        var caughtUp = observed.caughtUp(journal, 5 * SECOND);

        // then
        assertThat(caughtUp).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void shouldFindAllRequestsForAnEvent() {
        assertThat(arrivals(1, 2).of(workload.eventId(1)))
                .extracting(Arrival::at)
                .containsExactly(2 * SECOND);
        assertThat(arrivals(1).of("another")).isEmpty();
    }

    /** One a second, numbered. */
    private Observed arrivals(long... seconds) {
        var number = new int[] {0};
        return new Observed(LongStream.of(seconds)
                .mapToObj(second -> new Arrival(
                        second * SECOND,
                        "/in",
                        workload.eventId(number[0]++),
                        "d",
                        1,
                        Arrival.Signature.GOOD,
                        Optional.empty(),
                        200,
                        0))
                .toList());
    }

    private static Sent promised(long second) {
        return new Sent(second * SECOND, second * SECOND, 202, 1);
    }
}
