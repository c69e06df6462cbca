package io.spillway.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Tier ONE = tier(1);
    private static final Tier FIVE = tier(5);
    private static final Tiers TIERS = new Tiers(List.of(ONE, FIVE, tier(30), tier(60)));

    @Test
    void shouldWaitUntilItIsDue() {
        assertThat(step(FIVE, 5_000, 4_999)).isEqualTo(new Step.Wait(at(5_000)));
        assertThat(step(FIVE, 5_000, 5_000)).isEqualTo(new Step.Release());
    }

    @Test
    void shouldReleaseWithinTheToleranceRatherThanRideOn() {
        assertThat(step(FIVE, 5_250, 5_249)).isEqualTo(new Step.Wait(at(5_250)));
        assertThat(step(FIVE, 5_250, 5_250)).isEqualTo(new Step.Release());
    }

    @Test
    void shouldReleaseBeforeTheEndOfTheRideWhatIsDueBefore() {
        assertThat(step(ONE, 300, 300)).isEqualTo(new Step.Release());
    }

    @Test
    void shouldReleaseAtOnceWhatIsOverdue() {
        assertThat(step(ONE, -10_000, 0)).isEqualTo(new Step.Release());
        assertThat(step(ONE, -10_000, -1)).isEqualTo(new Step.Wait(NOON));
    }

    @Test
    void shouldRideOnAtTheEndWhatIsDueLater() {
        assertThat(step(ONE, 8_000, 999)).isEqualTo(new Step.Wait(at(1_000)));
        assertThat(step(ONE, 8_000, 1_000)).isEqualTo(new Step.Move(FIVE));
    }

    /** Any delay over any tiers: never early, and late by no more than the shortest tier's rounding allows: not at all. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldArriveExactlyWhateverTheDelay(long seed) {
        // given
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++) {
            var due = NOON.plusMillis(random.nextInt(300_000));
            var tier = TIERS.towards(due, NOON);
            var appended = NOON;
            var hops = 0;

            // when
            Step step;
            Instant now;
            do {
                now = Step.until(appended, due, tier);
                step = Step.of(appended, due, tier, TIERS, now);
                if (step instanceof Step.Move(var next)) {
                    tier = next;
                    appended = now;
                    hops++;
                }
            } while (!(step instanceof Step.Release));

            // then
            assertThat(now).isEqualTo(due);
            assertThat(hops).isLessThan(20);
        }
    }

    private static Step step(Tier tier, long due, long now) {
        return Step.of(NOON, at(due), tier, TIERS, at(now));
    }

    private static Instant at(long millis) {
        return NOON.plusMillis(millis);
    }

    private static Tier tier(long seconds) {
        return new Tier(Duration.ofSeconds(seconds));
    }
}
