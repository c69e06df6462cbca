package io.spillway.load.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long START = TimeUnit.SECONDS.toNanos(100);
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    @Test
    void shouldKeepTheIntendedTimesHoweverLateTheSenderIs() {
        // given
        var pace = Pace.open(200, START, Duration.ofSeconds(1));

        // when
        pace.taken();
        pace.taken();

        // then
        assertThat(pace.due(START + 700 * MILLISECOND)).isEqualTo(START + 10 * MILLISECOND);
    }

    @Test
    void shouldSendWhatWasDueBeforeTheEndEvenAfterIt() {
        // given
        var pace = Pace.open(200, START, Duration.ofMillis(10));
        pace.taken();
        long late = START + 50 * MILLISECOND;

        // when
        long last = pace.due(late);
        pace.taken();

        // then
        assertThat(last).isEqualTo(START + 5 * MILLISECOND);
        assertThat(pace.due(late)).isEqualTo(Pace.NEVER);
    }

    @Test
    void shouldSendAtOnceWhileTheGateIsOpen() {
        // given
        var open = new AtomicBoolean(true);
        var pace = Pace.closed(START, Duration.ofSeconds(1), open::get);

        // when, then
        assertThat(pace.due(START + 7)).isEqualTo(START + 7);
        open.set(false);
        assertThat(pace.due(START + 7)).isGreaterThan(START + 7).isNotEqualTo(Pace.NEVER);
        assertThat(pace.due(START + TimeUnit.SECONDS.toNanos(1))).isEqualTo(Pace.NEVER);
    }
}
