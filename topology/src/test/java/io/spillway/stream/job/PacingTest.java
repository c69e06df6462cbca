package io.spillway.stream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.Selection;
import io.spillway.domain.TenantId;
import io.spillway.domain.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TICK = Duration.ofMillis(100);

    private final Pacing pacing = new Pacing();
    private final Job job = job("one");

    @ParameterizedTest
    @CsvSource({"0.1, 6", "1, 60", "7, 420", "25, 1500", "333, 19980", "4000, 240000"})
    void shouldKeepTheRateOverAMinute(double rate, long expected) {
        // when
        var worked = 0L;
        for (var now = START; now.isBefore(START.plusSeconds(60)); now = now.plus(TICK)) {
            if (pacing.isDue(job, now)) {
                var portion = Pacing.portion(rate, 500);
                pacing.worked(job, portion, rate, now);
                worked += portion;
            }
        }

        // then
        assertThat(worked).isCloseTo(expected, within((long) Math.max(1, rate / 5)));
    }

    @Test
    void shouldNotMakeUpForALongStop() {
        // given
        pacing.worked(job, 1, 10, START);
        var later = START.plus(Duration.ofHours(1));

        // when
        var worked = 0;
        while (pacing.isDue(job, later)) {
            pacing.worked(job, 1, 10, later);
            worked++;
        }

        // then
        assertThat(worked).isLessThanOrEqualTo(11);
    }

    @Test
    void shouldKeepJobsApart() {
        // when
        pacing.worked(job, 100, 1, START);

        // then
        assertThat(pacing.isDue(job, START.plusSeconds(99))).isFalse();
        assertThat(pacing.isDue(job("other"), START)).isTrue();
        assertThat(pacing.isDue(job, START.plusSeconds(100))).isTrue();
    }

    private static Job job(String id) {
        var all = new Selection(Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty());
        return Job.ordered(
                new JobId(id), new TenantId("acme"), new Work.Replay(all, Optional.empty(), Optional.of(1.0)), START);
    }
}
