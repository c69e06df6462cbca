package io.spillway.stream.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Health;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchingTest {

    @ParameterizedTest
    @CsvSource({
        // of how many, which failure in a row, the percentage that it reaches
        "100, 49, 0",
        "100, 50, 50",
        "100, 51, 0",
        "100, 70, 70",
        "100, 90, 90",
        "100, 100, 100",
        "100, 101, 0",
        "100, 200, 100",
        "5, 3, 50",
        "5, 4, 70",
        "5, 5, 100",
        "1, 1, 100",
        "1, 2, 100"
    })
    void shouldReachALevelOnce(int full, int count, int level) {
        assertThat(watching(Optional.of(full), false).level(count))
                .isEqualTo(level == 0 ? OptionalInt.empty() : OptionalInt.of(level));
    }

    @Test
    void shouldReachNoLevelWhereFailuresInARowMeanNothing() {
        assertThat(IntStream.range(1, 300)
                        .filter(count -> Watching.NONE.level(count).isPresent()))
                .isEmpty();
        assertThat(watching(Optional.empty(), true).disables(1_000)).isFalse();
    }

    @Test
    void shouldDisableFromTheLimitOnWhereThatIsWanted() {
        assertThat(watching(Optional.of(10), true).disables(9)).isFalse();
        assertThat(watching(Optional.of(10), true).disables(10)).isTrue();
        assertThat(watching(Optional.of(10), true).disables(11)).isTrue();
        assertThat(watching(Optional.of(10), false).disables(11)).isFalse();
    }

    @Test
    void shouldBeginToCountTheShareWithAFailure() {
        // given
        var rules = new Watching(
                Optional.empty(), Optional.empty(), Optional.of(new Watching.Share(50, 4)), Watching.NONE.disabling());

        // when
        var none = rules.counted(Health.Share.NONE, false);
        var three = rules.counted(rules.counted(rules.counted(none, true), false), false);
        var bad = rules.counted(three, true);
        var good = rules.counted(three, false);

        // then
        assertThat(none).isEqualTo(Health.Share.NONE);
        assertThat(rules.isWhole(three)).isFalse();
        assertThat(rules.isWhole(bad) && rules.isTold(bad)).isTrue();
        assertThat(rules.isWhole(good)).isTrue();
        assertThat(rules.isTold(good)).isFalse();
    }

    private static Watching watching(Optional<Integer> failures, boolean disabling) {
        return new Watching(
                failures,
                Optional.empty(),
                Optional.empty(),
                new Watching.Disabling(disabling, false, Optional.empty()));
    }
}
