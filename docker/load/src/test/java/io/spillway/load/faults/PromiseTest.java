package io.spillway.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.load.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromiseTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void shouldBeBrokenByAnEventThatIsMissingOrElsewhere() {
        // given
        var promise = new Promise.Arrives("e1", "/new");

        // when, then
        assertThat(promise.broken(observed(arrival("e1", "/new", 1)))).isZero();
        assertThat(promise.broken(observed(arrival("e2", "/new", 1)))).isEqualTo(1);
        assertThat(promise.broken(observed(arrival("e1", "/old", 1))))
                .as("and missing")
                .isEqualTo(2);
        assertThat(promise.broken(observed(arrival("e1", "/old", 1), arrival("e1", "/new", 1))))
                .isEqualTo(1);
    }

    @Test
    void shouldBeBrokenByACallLongAfterTheEnd() {
        // given
        var promise = new Promise.Silent(List.of("e1", "e2"), 10 * SECOND);

        // when, then
        assertThat(promise.broken(observed(arrival("e1", "/a", 9), arrival("e2", "/a", 11))))
                .as("until a second after")
                .isZero();
        assertThat(promise.broken(observed(arrival("e2", "/a", 12)))).isEqualTo(1);
        assertThat(promise.broken(observed(arrival("e3", "/a", 12))))
                .as("of others")
                .isZero();
    }

    private static Observed observed(Arrival... arrivals) {
        return new Observed(List.of(arrivals));
    }

    private static Arrival arrival(String event, String path, long second) {
        return new Arrival(second * SECOND, path, event, "d", 1, Arrival.Signature.GOOD, Optional.empty(), 200, 0);
    }
}
