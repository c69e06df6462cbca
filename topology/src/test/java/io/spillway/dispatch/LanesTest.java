package io.spillway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Pace;
import io.spillway.domain.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanesTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Signal WELL = new Signal.Well();
    private static final Duration QUICK = Duration.ofMillis(10);
    private static final DestinationKey A = key("acme", "a");
    private static final DestinationKey B = key("acme", "b");
    private static final DestinationKey C = key("other", "c");

    @Nested
    class OneDestination {

        private final Lanes<Integer> lanes = lanes(new Limits(2, 100, 100, 3, Duration.ofSeconds(1)));

        @Test
        void shouldStartUpToItsLimitThenQueueThenDefer() {
            // given, when, then
            assertThat(lanes.offer(A, 1, Pace.NONE, 0)).isEqualTo(new Admission.Start());
            assertThat(lanes.offer(A, 2, Pace.NONE, 0)).isEqualTo(new Admission.Start());
            assertThat(lanes.offer(A, 3, Pace.NONE, 0)).isEqualTo(new Admission.Queue());
            assertThat(lanes.offer(A, 4, Pace.NONE, 0)).isEqualTo(new Admission.Queue());
            assertThat(lanes.offer(A, 5, Pace.NONE, 0)).isEqualTo(new Admission.Queue());
            assertThat(lanes.offer(A, 6, Pace.NONE, 0)).isInstanceOf(Admission.Defer.class);
        }

        @Test
        void shouldStartTheFirstThatWaitsWhenACallEnds() {
            // given
            fill(5);

            // when
            var started = lanes.end(A, QUICK, WELL, 0);

            // then
            assertThat(started).containsExactly(3);
            assertThat(lanes.inFlight()).isEqualTo(2);
            assertThat(lanes.waiting()).isEqualTo(2);
        }

        @Test
        void shouldSendAwayWhatWaitedTooLong() {
            // given
            fill(3);
            lanes.offer(A, 4, Pace.NONE, SECOND / 2);

            // when
            var late = lanes.late(SECOND);

            // then
            assertThat(late).extracting(Lanes.Late::item).containsExactly(3);
            assertThat(lanes.waiting()).isEqualTo(1);
        }

        @Test
        void shouldLetABurstWaitLongerThatWillSoonBeOver() {
            // given
            fill(5);
            for (var half = 1; half <= 3; half++) {
                lanes.end(A, QUICK, WELL, half * SECOND / 3);
                lanes.offer(A, 100 + half, Pace.NONE, half * SECOND / 3);
            }

            // when, then
            assertThat(lanes.late(SECOND)).isEmpty();
            assertThat(lanes.late(3 * SECOND)).isNotEmpty();
        }

        @Test
        void shouldSpreadWhatIsSentAwayAtThePaceOfItsCalls() {
            // given
            fill(5);
            for (var i = 0; i < 1_000; i++) {
                lanes.end(A, Duration.ofSeconds(4), WELL, 0);
                lanes.offer(A, 100 + i, Pace.NONE, 0);
            }

            // when
            var first = deferral(6);
            var second = deferral(7);

            // then
            assertThat(first).isBetween(Duration.ofMillis(2_900), Duration.ofMillis(3_000));
            assertThat(second.minus(first)).isBetween(Duration.ofMillis(1_900), Duration.ofMillis(2_000));
        }

        @Test
        void shouldNotSendAwayForMoreThanAMinute() {
            // given
            fill(5);

            // when
            for (var i = 0; i < 10_000; i++) {
                deferral(6 + i);
            }

            // then
            assertThat(deferral(0)).isEqualTo(Duration.ofSeconds(60));
        }

        @Test
        void shouldLetGoOfWhatIsWithdrawn() {
            // given
            fill(5);

            // when
            lanes.withdraw(item -> item == 3);

            // then
            assertThat(lanes.end(A, QUICK, WELL, 0)).containsExactly(4);
        }

        private Duration deferral(int item) {
            return ((Admission.Defer) lanes.offer(A, item, Pace.NONE, 0)).delay();
        }

        private void fill(int count) {
            for (var item = 1; item <= count; item++) {
                lanes.offer(A, item, Pace.NONE, 0);
            }
        }
    }

    @Nested
    class ManyDestinations {

        @Test
        void shouldNotLetOneTenantTakeThePool() {
            // given
            var lanes = LanesTest.<Integer>lanes(new Limits(64, 100, 25, 1_000, Duration.ofSeconds(1)));

            // when
            for (var item = 0; item < 60; item++) {
                lanes.offer(item % 2 == 0 ? A : B, item, Pace.NONE, 0);
            }

            // then
            assertThat(lanes.inFlight()).isEqualTo(25);
            assertThat(lanes.offer(C, 0, Pace.NONE, 0)).isEqualTo(new Admission.Start());
        }

        @Test
        void shouldServeTheDestinationsOfATenantInTurn() {
            // given
            var lanes = LanesTest.<String>lanes(new Limits(64, 100, 2, 1_000, Duration.ofSeconds(1)));
            lanes.offer(A, "a1", Pace.NONE, 0);
            lanes.offer(A, "a2", Pace.NONE, 0);
            lanes.offer(A, "a3", Pace.NONE, 0);
            lanes.offer(A, "a4", Pace.NONE, 0);
            lanes.offer(B, "b1", Pace.NONE, 0);

            // when
            var started = new ArrayList<String>();
            started.addAll(lanes.end(A, QUICK, WELL, 0));
            started.addAll(lanes.end(A, QUICK, WELL, 0));

            // then
            assertThat(started).containsExactly("a3", "b1");
        }

        @Test
        void shouldServeTenantsInTurnWhenThePoolIsTaken() {
            // given
            var lanes = LanesTest.<String>lanes(new Limits(64, 2, 2, 1_000, Duration.ofSeconds(1)));
            lanes.offer(A, "a1", Pace.NONE, 0);
            lanes.offer(A, "a2", Pace.NONE, 0);
            lanes.offer(A, "a3", Pace.NONE, 0);
            lanes.offer(A, "a4", Pace.NONE, 0);
            lanes.offer(C, "c1", Pace.NONE, 0);

            // when, then
            assertThat(lanes.end(A, QUICK, WELL, 0)).containsExactly("c1");
        }

        @Test
        void shouldLetATenantBeginAsManyCallsInItsTurnAsItsWeightSays() {
            // given
            var limits = new Limits(64, 1, 1, 1_000, Duration.ofSeconds(1)).withWeights(Map.of(A.tenant(), 3));
            var lanes = LanesTest.<String>lanes(limits);
            lanes.offer(C, "first", Pace.NONE, 0);
            for (var i = 1; i <= 8; i++) {
                lanes.offer(C, "c" + i, Pace.NONE, 0);
                lanes.offer(A, "a" + i, Pace.NONE, 0);
            }

            // when
            var started = new ArrayList<>(List.of("first"));
            while (lanes.inFlight() > 0) {
                var ends = started.getLast().startsWith("a") ? A : C;
                started.addAll(lanes.end(ends, QUICK, WELL, 0));
            }

            // then
            assertThat(String.join(" ", started)).isEqualTo("first a1 a2 a3 c1 a4 a5 a6 c2 a7 a8 c3 c4 c5 c6 c7 c8");
        }

        @Test
        void shouldForgetWhatIsNotUsed() {
            // given
            var lanes = LanesTest.<Integer>lanes(Limits.DEFAULT);
            lanes.offer(A, 1, Pace.NONE, 0);
            lanes.end(A, QUICK, WELL, 0);

            // when
            lanes.forgetIdle(61 * SECOND);

            // then
            assertThat(lanes.offer(A, 2, Pace.NONE, 62 * SECOND)).isEqualTo(new Admission.Start());
            assertThat(lanes.inFlight()).isEqualTo(1);
        }
    }

    /** Random traffic: limits always hold, first in is first out, nothing is forgotten, and nobody waits without a reason. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldKeepItsLimitsWhateverHappens(long seed) {
        // given
        var random = new Random(seed);
        var limits = new Limits(3, 10, 6, 5, Duration.ofSeconds(1));
        var lanes = LanesTest.<Integer>lanes(limits);
        var keys =
                IntStream.range(0, 12).mapToObj(i -> key("t" + i % 3, "d" + i)).toList();
        var keyOf = new HashMap<Integer, DestinationKey>();
        var running = new ArrayList<Integer>();
        var waiting = new HashSet<Integer>();
        var now = 0L;

        // when
        for (var item = 0; item < 20_000; item++) {
            now += random.nextInt(50_000_000);
            var key = keys.get(random.nextInt(keys.size()));
            keyOf.put(item, key);
            switch (lanes.offer(key, item, Pace.NONE, now)) {
                case Admission.Start ignored -> running.add(item);
                case Admission.Queue ignored -> waiting.add(item);
                case Admission.Defer ignored -> keyOf.remove(item);
            }
            for (var i = random.nextInt(3); i > 0 && !running.isEmpty(); i--) {
                var ended = running.remove(random.nextInt(running.size()));
                var started = lanes.end(keyOf.get(ended), Duration.ofMillis(random.nextInt(100)), WELL, now);
                assertThat(waiting).containsAll(started);
                waiting.removeAll(started);
                running.addAll(started);
            }
            lanes.late(now).forEach(late -> waiting.remove(late.item()));
            if (random.nextInt(100) == 0) {
                lanes.forgetIdle(now);
            }

            // then
            assertThat(lanes.inFlight())
                    .isEqualTo(running.size())
                    .isLessThanOrEqualTo(limits.pool().total());
            assertThat(lanes.waiting()).isEqualTo(waiting.size());
            var perKey = new HashMap<Object, Integer>();
            running.forEach(r -> perKey.merge(keyOf.get(r), 1, Integer::sum));
            running.forEach(r -> perKey.merge(keyOf.get(r).tenant(), 1, Integer::sum));
            assertThat(perKey)
                    .allSatisfy((k, count) -> assertThat(count)
                            .isLessThanOrEqualTo(
                                    k instanceof TenantId ? limits.pool().perTenant() : limits.perDestination()));
            var idlePool = running.size() < limits.pool().total();
            assertThat(waiting)
                    .noneMatch(w -> idlePool
                            && perKey.getOrDefault(keyOf.get(w), 0) < limits.perDestination()
                            && perKey.getOrDefault(keyOf.get(w).tenant(), 0)
                                    < limits.pool().perTenant());
        }
    }

    private static <T> Lanes<T> lanes(Limits limits) {
        return new Lanes<>(limits, item -> 0, () -> {});
    }

    private static DestinationKey key(String tenant, String destination) {
        return new DestinationKey(new TenantId(tenant), new DestinationId(destination));
    }
}
