package io.spillway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Pace;
import io.spillway.domain.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lanes of destinations whose policy, or whose answers, say how fast they may be called. Items are how often they were sent
 * away.
 */
class PacedLanesTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final Duration QUICK = Duration.ofMillis(10);
    private static final DestinationKey A = new DestinationKey(new TenantId("acme"), new DestinationId("a"));
    private static final Signal WELL = new Signal.Well();
    private static final Signal ILL = new Signal.Ill();
    private static final Signal BUSY = new Signal.Overloaded(Optional.empty());
    private static final Signal SILENCE = new Signal.Silence();
    private static final Admission START = new Admission.Start();
    private static final Admission QUEUE = new Admission.Queue();

    private int hurried;
    private final Lanes<Integer> lanes =
            new Lanes<>(new Limits(64, 1_000, 1_000, 100, Duration.ofSeconds(1)), item -> item, () -> hurried++);

    private Admission offer(Pace pace, long now) {
        return lanes.offer(A, 0, pace, now);
    }

    /** A trip of one call. */
    private static List<Integer> end(Lanes<Integer> lanes, DestinationKey key, Signal signal, long now) {
        var unused = lanes.heard(key, signal, now);
        return lanes.end(key, QUICK, signal, now);
    }

    @Nested
    class WithAConcurrencyOfItsOwn {

        private final Pace two = new Pace(Optional.of(2), Optional.empty(), Optional.empty());

        @Test
        void shouldHoldItInsteadOfTheNodes() {
            assertThat(offer(two, 0)).isEqualTo(START);
            assertThat(offer(two, 0)).isEqualTo(START);
            assertThat(offer(two, 0)).isEqualTo(QUEUE);
            assertThat(end(lanes, A, WELL, 0)).hasSize(1);
        }

        @Test
        void shouldFollowAChangeAtOnce() {
            // given
            offer(two, 0);
            offer(two, 0);

            // when, then
            assertThat(offer(Pace.NONE, 0)).isEqualTo(START);
        }
    }

    @Nested
    class OfADestinationThatLeavesItOpen {

        private final Pace usual = new Pace(
                Optional.of(64),
                Optional.of(new Pace.Rate(1, 2)),
                Optional.of(new Pace.Breaker(3, Duration.ofSeconds(30))));
        private final Lanes<Integer> lanes =
                new Lanes<>(Limits.DEFAULT.withUsual(usual), item -> item, () -> hurried++);

        @Test
        void shouldKeepTheRateOfTheNode() {
            // given
            var burst = List.of(lanes.offer(A, 0, Pace.NONE, 0), lanes.offer(A, 0, Pace.NONE, 0));

            // when
            var third = lanes.offer(A, 0, Pace.NONE, 0);

            // then
            assertThat(burst).containsOnly(START);
            assertThat(third).isNotEqualTo(START);
        }

        @Test
        void shouldOpenTheBreakerOfTheNode() {
            // given
            var quick = new Pace(Optional.empty(), Optional.of(new Pace.Rate(1_000, 100)), Optional.empty());
            for (int failures = 0; failures < 3; failures++) {
                assertThat(lanes.offer(A, 0, quick, 0)).isEqualTo(START);
                end(lanes, A, ILL, 0);
            }

            // when
            var next = lanes.offer(A, 0, quick, 0);

            // then
            assertThat(next).isInstanceOf(Admission.Defer.class);
        }
    }

    @Nested
    class WithARate {

        @Test
        void shouldSpreadCallsEvenlyAfterTheBurst() {
            // given
            var pace = rate(10, 3);
            for (var i = 0; i < 10; i++) {
                offer(pace, 0);
            }

            // when
            var starts = startsUntil(SECOND);

            // then
            assertThat(starts)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 7)
                            .map(i -> i * SECOND / 10)
                            .boxed()
                            .toList());
        }

        @Test
        void shouldAllowTheBurstAgainAfterARest() {
            // given
            var pace = rate(10, 3);
            for (var i = 0; i < 3; i++) {
                offer(pace, 0);
            }

            // when, then
            for (var i = 0; i < 3; i++) {
                assertThat(offer(pace, SECOND)).isEqualTo(START);
            }
            assertThat(offer(pace, SECOND)).isEqualTo(QUEUE);
        }

        @Test
        void shouldNotKeepInMemoryWhatWillNotHaveItsTurnSoon() {
            // given
            var slow = rate(0.2, 1);
            offer(slow, 0);

            // when
            var away = LongStream.range(0, 20)
                    .mapToObj(i -> offer(slow, 0))
                    .map(admission -> ((Admission.Defer) admission).delay().toSeconds())
                    .toList();

            // then
            assertThat(lanes.waiting()).isZero();
            assertThat(away).startsWith(10L, 15L, 20L, 25L).endsWith(60L, 60L, 60L);
        }

        @Test
        void shouldSayWhenItIsToBeWokenUp() {
            // given
            offer(rate(10, 1), 0);

            // when
            offer(rate(10, 1), 0);
            offer(rate(10, 1), 0);

            // then
            assertThat(lanes.wakeIn(0)).isEqualTo(SECOND / 10);
            assertThat(hurried).isEqualTo(1);
            assertThat(lanes.wake(SECOND / 10 - 1)).isEmpty();
        }

        @Test
        void shouldForgetAnOldRateWithANewOne() {
            // given
            offer(rate(0.001, 1), 0);

            // when, then
            assertThat(offer(rate(100, 1), 0)).isEqualTo(START);
        }

        @ParameterizedTest
        @CsvSource({"0.2, 1", "7, 2", "50, 1", "333, 20"})
        void shouldNeverExceedItAndMissLittleOfIt(double perSecond, int burst) {
            // given
            var pace = rate(perSecond, burst);
            var seconds = 100;
            var starts = 0;

            // when
            for (var now = 0L; now < seconds * SECOND; now += 5 * MILLI) {
                starts += lanes.wake(now).size();
                starts += offer(pace, now).equals(START) ? 1 : 0;
                starts += offer(pace, now).equals(START) ? 1 : 0;
                while (lanes.inFlight() > 0) {
                    starts += end(lanes, A, WELL, now).size();
                }
                lanes.late(now);
            }

            // then
            assertThat((double) starts).isBetween(0.95 * perSecond * seconds, perSecond * seconds + burst);
        }

        private ArrayList<Long> startsUntil(long end) {
            var starts = new ArrayList<Long>();
            for (var now = 0L; now < end; ) {
                now += lanes.wakeIn(now);
                for (var ignored : lanes.wake(now)) {
                    starts.add(now);
                }
            }
            return starts;
        }

        private Pace rate(double perSecond, int burst) {
            return new Pace(Optional.empty(), Optional.of(new Pace.Rate(perSecond, burst)), Optional.empty());
        }
    }

    @Nested
    class WithABreaker {

        private final Pace pace =
                new Pace(Optional.empty(), Optional.empty(), Optional.of(new Pace.Breaker(3, Duration.ofSeconds(10))));

        @Test
        void shouldOpenAfterSoManyFailuresInARow() {
            // given
            call(ILL, 0);
            call(ILL, 0);
            call(WELL, 0);
            call(ILL, 0);
            call(ILL, 0);

            // when
            call(ILL, 0);

            // then
            assertThat(offer(pace, 0)).isEqualTo(new Admission.Defer(Duration.ofSeconds(10)));
            assertThat(lanes.inFlight()).isZero();
        }

        @Test
        void shouldSayForHowLongItIsOpenAfterACall() {
            // given
            for (var n = 0; n < 5; n++) {
                offer(pace, 0);
            }

            // when, then
            assertThat(lanes.heard(A, ILL, 0)).isEmpty();
            assertThat(lanes.heard(A, ILL, 0)).isEmpty();
            assertThat(lanes.heard(A, ILL, 0)).contains(Duration.ofSeconds(10));
            assertThat(lanes.heard(A, WELL, 4 * SECOND))
                    .as("one that began before it opened")
                    .contains(Duration.ofSeconds(6));
            assertThat(lanes.heard(A, SILENCE, 11 * SECOND)).isEmpty();
        }

        @Test
        void shouldCountNeitherWhatWasNotCalledNorWhatBeganBefore() {
            // given
            for (var i = 0; i < 5; i++) {
                offer(pace, 0);
            }
            end(lanes, A, SILENCE, 0);
            end(lanes, A, ILL, 0);
            end(lanes, A, ILL, 0);
            end(lanes, A, ILL, 0);

            // when: one that began before it opened
            end(lanes, A, WELL, SECOND);

            // then
            assertThat(offer(pace, 2 * SECOND)).isEqualTo(new Admission.Defer(Duration.ofSeconds(8)));
        }

        @Test
        void shouldKeepThoseAwayLongerThatWereSentAwayBefore() {
            // given
            open(0);

            // when, then
            assertThat(LongStream.of(0, 1, 2, 3, 9)
                            .mapToObj(times -> lanes.offer(A, (int) times, pace, 9 * SECOND - 1))
                            .map(admission ->
                                    ((Admission.Defer) admission).delay().toSeconds()))
                    .containsExactly(1L, 5L, 30L, 60L, 60L);
        }

        @Test
        void shouldLetOneAloneTryWhenItsTimeIsOver() {
            // given
            open(0);

            // when, then
            assertThat(offer(pace, 10 * SECOND)).isEqualTo(START);
            assertThat(offer(pace, 10 * SECOND)).isEqualTo(QUEUE);
            assertThat(lanes.wake(10 * SECOND)).isEmpty();
        }

        @Test
        void shouldCloseWhenTheProbeSucceeds() {
            // given
            open(0);
            offer(pace, 10 * SECOND);
            offer(pace, 10 * SECOND);
            offer(pace, 10 * SECOND);

            // when, then
            assertThat(end(lanes, A, WELL, 10 * SECOND)).hasSize(2);
            assertThat(offer(pace, 10 * SECOND)).isEqualTo(START);
        }

        @Test
        void shouldOpenAgainWhenTheProbeFails() {
            // given
            open(0);
            offer(pace, 10 * SECOND);
            lanes.offer(A, 2, pace, 10 * SECOND);

            // when
            end(lanes, A, ILL, 10 * SECOND);

            // then
            assertThat(lanes.late(10 * SECOND)).containsExactly(new Lanes.Late<>(2, Duration.ofSeconds(30)));
            assertThat(offer(pace, 10 * SECOND)).isEqualTo(new Admission.Defer(Duration.ofSeconds(10)));
        }

        @Test
        void shouldProbeAgainWhenTheProbeToldNothing() {
            // given
            open(0);
            offer(pace, 10 * SECOND);
            offer(pace, 10 * SECOND);

            // when, then
            assertThat(end(lanes, A, SILENCE, 10 * SECOND)).hasSize(1);
            assertThat(lanes.inFlight()).isEqualTo(1);
        }

        @Test
        void shouldWakeUpWhoWaitsForTheProbe() {
            // given
            open(0);

            // when
            assertThat(offer(pace, 9 * SECOND + 1)).isEqualTo(QUEUE);

            // then
            assertThat(lanes.wakeIn(9 * SECOND + 1)).isEqualTo(SECOND - 1);
            assertThat(lanes.wake(10 * SECOND)).hasSize(1);
        }

        @Test
        void shouldCallAgainWhenThePolicyHasNoneAnyMore() {
            // given
            open(0);

            // when, then
            assertThat(offer(Pace.NONE, 0)).isEqualTo(START);
        }

        @Test
        void shouldRememberFailuresOfADestinationThatIsSeldomCalled() {
            // given
            call(ILL, 0);
            lanes.forgetIdle(600 * SECOND);
            call(ILL, 600 * SECOND);
            lanes.forgetIdle(1_200 * SECOND);

            // when
            call(ILL, 1_200 * SECOND);

            // then
            assertThat(offer(pace, 1_200 * SECOND)).isInstanceOf(Admission.Defer.class);
        }

        private void open(long now) {
            call(ILL, now);
            call(ILL, now);
            call(ILL, now);
        }

        private void call(Signal end, long now) {
            assertThat(offer(pace, now)).isEqualTo(START);
            end(lanes, A, end, now);
        }
    }

    @Nested
    class OfADestinationThatIsAskedTooMuch {

        @Test
        void shouldHalveWhatIsInFlightAtMostOnceASecondAndNotForEver() {
            // given, when, then
            assertThat(inFlightAtMost(0)).isEqualTo(64);
            endAll(BUSY, 0);
            assertThat(inFlightAtMost(0)).isEqualTo(32);
            endAll(BUSY, SECOND);
            assertThat(inFlightAtMost(SECOND)).isEqualTo(16);
            endAll(BUSY, 2 * SECOND);
            assertThat(inFlightAtMost(2 * SECOND)).isEqualTo(8);
            endAll(BUSY, 3 * SECOND);
            assertThat(inFlightAtMost(3 * SECOND)).isEqualTo(8);
            endAll(WELL, 8 * SECOND);
            assertThat(inFlightAtMost(8 * SECOND)).isEqualTo(16);
            endAll(WELL, 18 * SECOND);
            assertThat(inFlightAtMost(18 * SECOND)).isEqualTo(64);
        }

        @Test
        void shouldHalveItsRateToo() {
            // given
            var pace = new Pace(Optional.empty(), Optional.of(new Pace.Rate(10, 1)), Optional.empty());
            offer(pace, 0);

            // when
            end(lanes, A, BUSY, 0);
            offer(pace, SECOND / 10);
            offer(pace, SECOND / 10);

            // then
            assertThat(lanes.wakeIn(SECOND / 10)).isEqualTo(SECOND / 5);
        }

        @Test
        void shouldCallNothingAsLongAsItWantsToRest() {
            // given
            offer(Pace.NONE, 0);

            // when
            end(lanes, A, new Signal.Overloaded(Optional.of(Duration.ofSeconds(7))), 0);

            // then
            assertThat(offer(Pace.NONE, 0))
                    .isInstanceOfSatisfying(
                            Admission.Defer.class,
                            defer -> assertThat(defer.delay())
                                    .isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_010)));
            assertThat(offer(Pace.NONE, 6 * SECOND + 1)).isEqualTo(QUEUE);
            assertThat(lanes.wake(7 * SECOND)).hasSize(1);
        }

        @Test
        void shouldNotRestForMoreThanAMinute() {
            // given
            offer(Pace.NONE, 0);

            // when
            end(lanes, A, new Signal.Overloaded(Optional.of(Duration.ofHours(5))), 0);

            // then
            assertThat(offer(Pace.NONE, 60 * SECOND)).isEqualTo(START);
        }

        @Test
        void shouldNotForgetIt() {
            // given
            offer(Pace.NONE, 0);
            end(lanes, A, new Signal.Overloaded(Optional.of(Duration.ofSeconds(60))), 0);

            // when
            lanes.forgetIdle(60 * SECOND - 1);

            // then
            assertThat(offer(Pace.NONE, 59 * SECOND - 1)).isInstanceOf(Admission.Defer.class);
        }

        private int inFlightAtMost(long now) {
            while (offer(Pace.NONE, now).equals(START)) {
                // one more
            }
            lanes.withdraw(item -> true);
            return lanes.inFlight();
        }

        private void endAll(Signal end, long now) {
            while (lanes.inFlight() > 0) {
                end(lanes, A, end, now);
            }
        }
    }

    /** Random policies, answers and traffic: nobody waits for ever, and no lane has more calls than it may. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldForgetNobodyWhateverHappens(long seed) {
        // given
        var random = new Random(seed);
        var some = new Lanes<Integer>(new Limits(3, 12, 8, 50, Duration.ofSeconds(5)), item -> 0, () -> {});
        var keyOf = new HashMap<Integer, DestinationKey>();
        var running = new ArrayList<Integer>();
        var now = 0L;

        // when
        for (var item = 0; item < 5_000; item++) {
            now += random.nextInt(40_000_000);
            var key = new DestinationKey(new TenantId("t" + item % 2), new DestinationId("d" + random.nextInt(6)));
            keyOf.put(item, key);
            if (some.offer(key, item, randomPace(random), now).equals(START)) {
                running.add(item);
            }
            for (var i = random.nextInt(3); i > 0 && !running.isEmpty(); i--) {
                var ended = running.remove(random.nextInt(running.size()));
                running.addAll(end(some, keyOf.get(ended), randomSignal(random), now));
            }
            running.addAll(some.wake(now));
            assertThat(some.inFlight()).isEqualTo(running.size()).isLessThanOrEqualTo(12);
            assertThat(running.stream().collect(Collectors.groupingBy(keyOf::get, Collectors.counting())))
                    .allSatisfy((lane, calls) -> assertThat(calls).isLessThanOrEqualTo(5));
        }
        for (var turns = 0; turns < 2_000 && some.waiting() + running.size() > 0; turns++) {
            now += some.wakeIn(now);
            running.addAll(some.wake(now));
            if (!running.isEmpty()) {
                var ended = running.removeFirst();
                running.addAll(end(some, keyOf.get(ended), WELL, now));
            }
        }

        // then
        assertThat(some.waiting()).isZero();
        assertThat(some.inFlight()).isZero();
    }

    private static Pace randomPace(Random random) {
        return new Pace(
                random.nextBoolean() ? Optional.of(1 + random.nextInt(5)) : Optional.empty(),
                random.nextBoolean()
                        ? Optional.of(new Pace.Rate(5 + random.nextInt(50), 1 + random.nextInt(5)))
                        : Optional.empty(),
                random.nextBoolean()
                        ? Optional.of(new Pace.Breaker(1 + random.nextInt(3), Duration.ofMillis(1_000)))
                        : Optional.empty());
    }

    private static Signal randomSignal(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> ILL;
            case 1 -> BUSY;
            case 2 -> new Signal.Overloaded(Optional.of(Duration.ofMillis(random.nextInt(2_000))));
            case 3 -> SILENCE;
            default -> WELL;
        };
    }
}
