package io.spillway.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.load.check.Findings;
import io.spillway.load.check.Latency;
import io.spillway.load.process.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyPlotTest {

    private static final List<String> A_COLOUR_EACH = List.of("rgb(0,55,255)", "rgb(255,172,0)", "rgb(128,0,255)");

    @TempDir
    Path folder;

    @Test
    void shouldDrawEachPercentileOverTheRate() throws Exception {
        // given
        var svg = folder.resolve("latency.svg");

        // when
        LatencyPlot.write(List.of(result("at-500", 5), result("rest", 7), result("at-100", 2)), svg);

        // then
        assertThat(Files.readString(svg)).startsWith("<?xml").contains(A_COLOUR_EACH);
    }

    @Test
    void shouldAskForFixedRates() {
        assertThatThrownBy(() -> LatencyPlot.write(List.of(result("rest", 7)), folder.resolve("none.svg")))
                .hasMessageContaining("at-200");
    }

    private static Result result(String scenario, double millis) {
        var latency = new Latency(10, millis, 2 * millis, 3 * millis, 3 * millis, 3 * millis);
        var findings = new Findings(
                10,
                0,
                0,
                10,
                new Findings.Ends(10, 0, 0, 0, 0),
                0,
                0,
                new Findings.Faults(0, 0, 0),
                1,
                1,
                Duration.ZERO,
                latency,
                latency);
        return new Result(Scenario.named(scenario), findings, Usage.NONE, 0, 0);
    }
}
