package io.spillway.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.load.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private static final List<Duration> WAITS = List.of(Duration.ofSeconds(1), Duration.ofSeconds(5));

    @Test
    void shouldMeasureEachRetryAgainstItsWait() {
        // when
        var retries =
                retries(request("d1", 1, 0), request("d2", 1, 100), request("d1", 2, 1_200), request("d1", 3, 6_500));

        // then
        assertThat(retries.count(0)).isEqualTo(1);
        assertThat(retries.p99(0)).isEqualTo(Duration.ofMillis(200));
        assertThat(retries.p99(1)).isEqualTo(Duration.ofMillis(300));
        assertThat(retries.early()).isZero();
    }

    @Test
    void shouldFindWhatCameTooEarly() {
        assertThat(retries(request("d1", 1, 0), request("d1", 2, 999)).early()).isEqualTo(1);
    }

    @Test
    void shouldPassOverARepeatedAttempt() {
        // when
        var retries = retries(request("d1", 1, 0), request("d1", 1, 500), request("d1", 2, 1_600));

        // then
        assertThat(retries.count(0)).isEqualTo(1);
        assertThat(retries.p99(0)).as("from the later one").isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void shouldTakeThePercentileOfMany() {
        // given
        var requests = IntStream.range(0, 200)
                .boxed()
                .flatMap(number -> IntStream.of(0, 1)
                        .mapToObj(retry -> request("d" + number, retry + 1, retry * (1_000L + number))))
                .toArray(Arrival[]::new);

        // when, then
        assertThat(retries(requests).p99(0)).isEqualTo(Duration.ofMillis(198));
        assertThat(retries(requests).p99(1)).as("of none").isZero();
    }

    private static Retries retries(Arrival... requests) {
        return Retries.of(new Observed(List.of(requests)), WAITS);
    }

    private static Arrival request(String delivery, int attempt, long millisecond) {
        return new Arrival(
                Duration.ofMillis(millisecond).toNanos(),
                "/in",
                "e",
                delivery,
                attempt,
                Arrival.Signature.GOOD,
                Optional.empty(),
                503,
                0);
    }
}
