package io.spillway.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RigIT {

    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration MEASURED = Duration.ofSeconds(5);
    private static final String STUB = String.join(
            " ",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            StubNode.class.getName());

    @ParameterizedTest
    @ValueSource(strings = {"rest", "batch", "fan-out-10"})
    void shouldMeasureANodeThatLosesNothing(String name, @TempDir Path folder) throws Exception {
        // given
        var scenario = Scenario.named(name);
        try (var rig = Rig.start(STUB, folder)) {
            // when
            var result = rig.run(scenario, WARM_UP, MEASURED, 16, 4);

            // then
            var findings = result.findings();
            assertThat(findings.verdict()).startsWith("LAW HOLDS");
            assertThat(findings.refused()).isZero();
            assertThat(findings.duplicates()).isZero();
            assertThat(findings.delivered()).isEqualTo(findings.sent() * scenario.fanOut());
            assertThat(findings.deliveriesPerSecond()).isPositive();
            assertThat(findings.deliver().p50()).isPositive();
            assertThat(result.used().cpuSeconds()).isPositive();
            assertThat(result.used().residentMebibytes()).isPositive();
            assertThat(Table.of(List.of(result)).lines())
                    .hasSize(3)
                    .last()
                    .asString()
                    .startsWith("| " + name);
        }
    }

    @Test
    void shouldShowTheLogOfANodeThatDoesNotStart(@TempDir Path folder) {
        assertThatThrownBy(() -> Rig.start("sh -c exit", folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The node ended before it was ready");
    }
}
