package io.spillway.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiersTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Tiers TIERS = tiers(1, 5, 30, 60);

    @ParameterizedTest
    @CsvSource({
        // the wait in milliseconds, and the tier that it begins in
        "1000, 1s",
        "4749, 1s",
        "4750, 5s",
        "5000, 5s",
        "29749, 5s",
        "29750, 30s",
        "59749, 30s",
        "59750, 1m",
        "60000, 1m",
        "86400000, 1m"
    })
    void shouldTakeTheLongestTierThatIsOverInTime(long wait, String tier) {
        assertThat(TIERS.towards(NOW.plusMillis(wait), NOW).name()).isEqualTo(tier);
    }

    @ParameterizedTest
    @CsvSource({"999", "749", "1", "0", "-1", "-86400000"})
    void shouldTakeTheShortestTierWhereNoneIs(long wait) {
        assertThat(TIERS.towards(NOW.plusMillis(wait), NOW).name()).isEqualTo("1s");
        assertThat(tiers(30, 60).towards(NOW.plusMillis(wait), NOW).name()).isEqualTo("30s");
    }

    @Test
    void shouldBeInOrderAndOnceEachHoweverTheyAreGiven() {
        assertThat(tiers(60, 1, 30, 1).all()).extracting(Tier::name).containsExactly("1s", "30s", "1m");
    }

    @Test
    void shouldNotBeNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Tiers(List.of()));
    }

    @ParameterizedTest
    @CsvSource({"1, 1s", "59, 59s", "60, 1m", "90, 90s", "3599, 3599s", "3600, 1h", "5400, 90m", "86400, 24h"})
    void shouldBeNamedByTheirDelay(long seconds, String name) {
        assertThat(new Tier(Duration.ofSeconds(seconds)).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT-1S", "PT0.999S", "PT1.5S", "PT1.000000001S"})
    void shouldWaitWholeSeconds(Duration delay) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Tier(delay));
    }

    private static Tiers tiers(long... seconds) {
        return new Tiers(LongStream.of(seconds)
                .mapToObj(delay -> new Tier(Duration.ofSeconds(delay)))
                .toList());
    }
}
