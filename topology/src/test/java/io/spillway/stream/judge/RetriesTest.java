package io.spillway.stream.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.AttemptId;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.Retrying;
import io.spillway.domain.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Schedule LIST = new Schedule.Listed(List.of(seconds(1), seconds(5)));
    private static final Schedule DOUBLING = new Schedule.Exponential(seconds(10), 2, Optional.empty());
    private static final Retries USUAL = new Retries(LIST);

    @Nested
    class Attempts {

        @Test
        void shouldBeOneMoreThanTheListHas() {
            assertThat(USUAL.attempts()).isEqualTo(3);
            assertThat(new Retries(new Schedule.Listed(List.of())).attempts()).isEqualTo(1);
        }

        @Test
        void shouldBeAsManyAsTheDestinationWantsWithTheLastWaitRepeated() {
            // given
            var more = USUAL.with(retrying(Optional.of(5), Optional.empty(), Optional.empty()));

            // then
            assertThat(pause(more, 2)).contains(seconds(5));
            assertThat(pause(more, 4)).contains(seconds(5));
            assertThat(pause(more, 5)).isEmpty();
        }

        @Test
        void shouldBeFewerThanTheListHasWhereTheDestinationWantsFewer() {
            assertThat(pause(USUAL.with(retrying(Optional.of(1), Optional.empty(), Optional.empty())), 1))
                    .isEmpty();
        }

        @Test
        void shouldBeTheNodesWhereAFormulaSaysNothing() {
            assertThat(USUAL.with(retrying(Optional.empty(), Optional.empty(), Optional.of(DOUBLING)))
                            .attempts())
                    .isEqualTo(3);
        }

        @Test
        void shouldGoOnUntilTheAgeWhereAFormulaHasNoOtherEnd() {
            // given
            var aging = USUAL.with(retrying(Optional.empty(), Optional.of(seconds(100)), Optional.of(DOUBLING)));

            // then
            assertThat(aging.next(failed(4), NOW.plusSeconds(19), Duration.ZERO, NOW))
                    .contains(NOW.plusSeconds(99));
            assertThat(aging.next(failed(4), NOW.plusSeconds(21), Duration.ZERO, NOW))
                    .isEmpty();
        }

        @Test
        void shouldGoOnUntilTheNodesAgeWhereTheDestinationNamesNone() {
            // given
            var aging = new Retries(LIST, 3, Optional.of(seconds(100)), 0);

            // then
            assertThat(aging.with(retrying(Optional.empty(), Optional.empty(), Optional.of(DOUBLING)))
                            .attempts())
                    .isEqualTo(200);
        }

        @Test
        void shouldNeverBeMoreThanARowHolds() {
            assertThat(USUAL.with(retrying(Optional.empty(), Optional.of(Duration.ofDays(7)), Optional.of(DOUBLING)))
                            .attempts())
                    .isEqualTo(200);
        }

        @Test
        void shouldEndByAgeHoweverManyAreLeft() {
            assertThat(USUAL.with(retrying(Optional.of(100), Optional.of(seconds(3)), Optional.empty()))
                            .next(failed(2), NOW, Duration.ZERO, NOW))
                    .isEmpty();
        }
    }

    @Nested
    class Waiting {

        @Test
        void shouldNotEndBeforeTheDestinationsOwnWish() {
            assertThat(USUAL.next(failed(1), NOW, seconds(60), NOW)).contains(NOW.plusSeconds(60));
            assertThat(USUAL.next(failed(2), NOW, seconds(2), NOW)).contains(NOW.plusSeconds(5));
        }

        @Test
        void shouldBeLongerByAtMostTheJitterAndTheSameEachTime() {
            // given
            var jittered = USUAL.with(new Retrying(
                    Optional.of(200),
                    Optional.empty(),
                    Optional.of(new Schedule.Fixed(seconds(100))),
                    Optional.of(0.5)));

            // when
            var waits = IntStream.range(1, 200)
                    .mapToObj(number -> pause(jittered, number).orElseThrow())
                    .toList();

            // then
            assertThat(waits).allMatch(wait -> wait.compareTo(seconds(100)) >= 0 && wait.compareTo(seconds(150)) < 0);
            assertThat(waits).anyMatch(wait -> wait.compareTo(seconds(110)) < 0);
            assertThat(waits).anyMatch(wait -> wait.compareTo(seconds(140)) > 0);
            assertThat(pause(jittered, 7)).contains(waits.get(6));
        }
    }

    private static Retrying retrying(Optional<Integer> attempts, Optional<Duration> age, Optional<Schedule> schedule) {
        return new Retrying(attempts, age, schedule, Optional.empty());
    }

    private static Optional<Duration> pause(Retries retries, int number) {
        return retries.next(failed(number), NOW, Duration.ZERO, NOW).map(due -> Duration.between(NOW, due));
    }

    private static AttemptId failed(int number) {
        return new AttemptId(new DeliveryId("0123456789abcdef"), number);
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }
}
