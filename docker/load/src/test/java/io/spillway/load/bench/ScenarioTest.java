package io.spillway.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.load.check.Findings;
import io.spillway.load.check.Latency;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScenarioTest {

    private static final Findings.Faults NONE = new Findings.Faults(0, 0, 0);

    @Test
    void shouldHaveNothingAgainstAGoodResult() {
        assertThat(Scenario.named("rest").objections(findings(5_000, 100, 100, 2), Map.of()))
                .isEmpty();
        assertThat(Scenario.named("at-200").objections(findings(200, 2, 9, 0), Map.of()))
                .isEmpty();
    }

    @Test
    void shouldNameEachMissedFloor() {
        assertThat(Scenario.named("rest").objections(findings(2_000, 1, 1, 7), Map.of()))
                .containsExactly("rest: backlog of 7.0 s, more than 5.0", "rest: 2000 deliveries/s, less than 4000");
        assertThat(Scenario.named("at-200").objections(findings(200, 8.5, 41, 0), Map.of()))
                .containsExactly("at-200: p50 8.5 ms, more than 4.0", "at-200: p99 41.0 ms, more than 15.0");
    }

    @Test
    void shouldMeasureAgainstTheCeilingOfTheSameRun() {
        // given
        var kafka = findings(7_000, 1, 1, 0);

        // then
        assertThat(Scenario.named("kafka").objections(kafka, Map.of("ceiling", findings(20_000, 1, 1, 0))))
                .isEmpty();
        assertThat(Scenario.named("kafka").objections(kafka, Map.of("ceiling", findings(35_000, 1, 1, 0))))
                .containsExactly("kafka: 20 % of ceiling, less than 25 %");
        assertThat(Scenario.named("kafka").objections(kafka, Map.of())).isEmpty();
    }

    @Test
    void shouldNameWhatThereIsWhenAskedForAnother() {
        assertThatThrownBy(() -> Scenario.named("rust"))
                .hasMessageContaining("rest")
                .hasMessageContaining("fan-out-10");
    }

    @Test
    void shouldTakeAnyFixedRate() {
        // when
        var scenario = Scenario.named("at-50");

        // then
        assertThat(scenario.rate()).isEqualTo(50);
        assertThat(scenario.objections(findings(50, 900, 900, 0), Map.of())).isEmpty();
    }

    private static Findings findings(double rate, double p50, double p99, int backlog) {
        var latency = new Latency(10, p50, p99, p99, p99, p99);
        var all = new Findings.Ends(10, 0, 0, 0, 0);
        return new Findings(10, 0, 0, 10, all, 0, 0, NONE, rate, rate, Duration.ofSeconds(backlog), latency, latency);
    }
}
