package io.spillway.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.load.check.Findings;
import io.spillway.load.check.Latency;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScenarioTest {

    private static final Findings.Faults NONE = new Findings.Faults(0, 0, 0);

    @Test
    void shouldHaveNothingAgainstAGoodResult() {
        assertThat(Scenario.named("rest").objections(findings(3_000, 100, 100, 2)))
                .isEmpty();
        assertThat(Scenario.named("at-200").objections(findings(200, 2, 9, 0))).isEmpty();
    }

    @Test
    void shouldNameEachMissedFloor() {
        assertThat(Scenario.named("rest").objections(findings(2_000, 1, 1, 7)))
                .containsExactly("rest: 2000 deliveries/s, less than 2500", "rest: backlog of 7.0 s, more than 5.0");
        assertThat(Scenario.named("at-200").objections(findings(200, 8.5, 41, 0)))
                .containsExactly("at-200: p50 8.5 ms, more than 8.0", "at-200: p99 41.0 ms, more than 40.0");
    }

    @Test
    void shouldNameWhatThereIsWhenAskedForAnother() {
        assertThatThrownBy(() -> Scenario.named("rust"))
                .hasMessageContaining("rest")
                .hasMessageContaining("fan-out-10");
    }

    private static Findings findings(double rate, double p50, double p99, int backlog) {
        var latency = new Latency(10, p50, p99, p99, p99, p99);
        var all = new Findings.Ends(10, 0, 0, 0, 0);
        return new Findings(10, 0, 0, 10, all, 0, 0, NONE, rate, rate, Duration.ofSeconds(backlog), latency, latency);
    }
}
