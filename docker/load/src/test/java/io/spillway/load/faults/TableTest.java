package io.spillway.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final int STRETCHED = 3;

    @Test
    void shouldShowWhatWasMeasuredAndWhatIsWrongWithIt() {
        // given
        var outcome = new Measuring(1)
                .exactly("lost", 0, 0)
                .atMost("gap", Duration.ofMillis(10_500), Duration.ofSeconds(10))
                .outcome();

        // when
        var result = new Faults.Result(row(), outcome);

        // then
        assertThat(result.good()).isFalse();
        assertThat(Table.of(List.of(result)).lines().toList())
                .last()
                .isEqualTo(
                        "| T1 | holds | always | lost 0, gap 10.50 s **gap 10.50 s, more than 10.00 s** | **missed** |");
    }

    @Test
    void shouldStretchLimitsOnTimeAlone() {
        // given
        var measuring = new Measuring(STRETCHED)
                .atMost("gap", Duration.ofSeconds(29), Duration.ofSeconds(10))
                .atMost("dup", 2, 1);

        // when, then
        assertThat(measuring.outcome())
                .isEqualTo(new Outcome.Measured("gap 29.00 s, dup 2", List.of("dup 2, more than 1")));
    }

    @Test
    void shouldTellWhatWasSkippedFromWhatWasMissed() {
        // given
        var skipped = new Faults.Result(row(), new Outcome.Skipped("takes root"));
        var broken = new Faults.Result(row(), new Outcome.Broken("a node | fell\nover"));

        // when, then
        assertThat(skipped.good()).isTrue();
        assertThat(broken.good()).isFalse();
        assertThat(Table.of(List.of(skipped, broken)))
                .contains("| skipped: takes root | – |")
                .contains("| **a node / fell over** | **missed** |");
    }

    private static Row row() {
        return new Row() {
            @Override
            public String id() {
                return "T1";
            }

            @Override
            public String property() {
                return "holds";
            }

            @Override
            public String target() {
                return "always";
            }

            @Override
            public Outcome run(Stage stage) {
                throw new IllegalStateException("is not run");
            }
        };
    }
}
