package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    private Instant wall = Instant.parse("2026-11-22T12:00:00Z");
    private long monotonic = -17;
    private final SteadyClock clock = new SteadyClock(() -> wall, () -> monotonic);

    @Test
    void shouldBeSteadyAsTimePasses() {
        // given
        assertThat(clock.steady()).isTrue();

        // when
        pass(Duration.ofHours(5), Duration.ofHours(5));

        // then
        assertThat(clock.steady()).isTrue();
    }

    @Test
    void shouldForgiveASmallCorrection() {
        // given
        assertThat(clock.steady()).isTrue();

        // when
        pass(Duration.ofSeconds(1), Duration.ofSeconds(-8));

        // then
        assertThat(clock.steady()).isTrue();
    }

    @Test
    void shouldNoticeThatTheClockWasSetBack() {
        // given
        assertThat(clock.steady()).isTrue();

        // when
        pass(Duration.ofSeconds(1), Duration.ofHours(-2));

        // then
        assertThat(clock.steady()).isFalse();
    }

    @Test
    void shouldNoticeThatAClockWentBackToWhereItWas() {
        // given
        assertThat(clock.steady()).isTrue();
        pass(Duration.ofSeconds(1), Duration.ofHours(1));
        assertThat(clock.steady()).as("ahead").isTrue();

        // when
        pass(Duration.ofSeconds(1), Duration.ofHours(-1));

        // then
        assertThat(clock.steady()).isFalse();
    }

    private void pass(Duration truly, Duration byTheWall) {
        monotonic += truly.toNanos();
        wall = wall.plus(byTheWall);
    }
}
