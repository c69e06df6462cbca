package io.spillway.load.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spillway.load.Arrival;
import io.spillway.load.Journal;
import io.spillway.load.Sent;
import io.spillway.load.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Event 0 warms up; events 1 to 3 are sent every 100 ms in a second that is measured. */
class CheckerTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
    private static final long FROM = 1_000 * SECOND;

    private final Workload workload = new Workload("r1", 2, 2, 256);
    private final List<Sent> sent = new ArrayList<>();
    private final List<Arrival> ledger = new ArrayList<>();

    CheckerTest() {
        for (int event = 0; event < 4; event++) {
            long intended = intended(event);
            sent.add(new Sent(intended, intended + 2 * MILLISECOND, 202, 2));
            for (int destination = 0; destination < 2; destination++) {
                ledger.add(arrival(event, destination, intended + 5 * MILLISECOND));
            }
        }
    }

    @Test
    void shouldFindNothingWhenEverythingArrived() {
        // when
        var findings = check();

        // then
        assertThat(findings.lawHolds()).isTrue();
        assertThat(findings.expected()).isEqualTo(8);
        assertThat(findings.delivered()).isEqualTo(8);
        assertThat(findings.duplicates()).isZero();
        assertThat(findings.verdict()).startsWith("LAW HOLDS: 4 sent, 0 refused, 8 of 8 delivered");
    }

    @Test
    void shouldMeasureOnlyWhatCameAfterTheWarmUp() {
        // when
        var findings = check();

        // then
        assertThat(findings.acknowledge().count()).isEqualTo(3);
        assertThat(findings.deliver().count()).isEqualTo(6);
        assertThat(findings.acknowledge().p99()).isCloseTo(2, within(0.01));
        assertThat(findings.deliver().p50()).isCloseTo(5, within(0.01));
        assertThat(findings.acksPerSecond()).isEqualTo(3);
        assertThat(findings.deliveriesPerSecond()).isEqualTo(6);
        assertThat(findings.backlog()).isZero();
    }

    @Test
    void shouldCountTheBacklogFromTheEndOfSending() {
        // given
        ledger.removeLast();
        ledger.add(arrival(3, 1, FROM + 3 * SECOND));

        // when
        var findings = check();

        // then
        assertThat(findings.backlog()).isEqualTo(Duration.ofSeconds(2));
        assertThat(findings.deliveriesPerSecond()).isEqualTo(5);
        assertThat(findings.lawHolds()).isTrue();
    }

    @Test
    void shouldCountFirstAttemptsThatALaterEventOvertook() {
        // given
        ledger.add(ledger.removeFirst());
        ledger.add(with(ledger.getFirst(), 2, 200));

        // when, then
        assertThat(check().inversions()).isEqualTo(1);
    }

    @Test
    void shouldPassOverOtherRuns() {
        // given
        ledger.add(new Arrival(FROM, "/in/x", "r2-0000000001", "", 1, Arrival.Signature.BAD, Optional.empty(), 200, 0));

        // when, then
        assertThat(check().lawHolds()).isTrue();
    }

    @Nested
    class WhenSomethingIsWrong {

        @Test
        void shouldFindWhatIsLost() {
            // given
            ledger.removeFirst();

            // when
            var findings = check();

            // then
            assertThat(findings.lost()).isEqualTo(1);
            assertThat(findings.lawHolds()).isFalse();
            assertThat(findings.verdict()).startsWith("LAW BROKEN").contains("1 lost");
        }

        @Test
        void shouldTakeForLostWhatTheReceiverNeverAccepted() {
            // given
            ledger.set(0, with(ledger.getFirst(), 1, 503));

            // when, then
            assertThat(check().lost()).isEqualTo(1);
        }

        @Test
        void shouldExpectNothingOfARefusedEvent() {
            // given
            sent.set(0, new Sent(intended(0), 0, 0, -1));
            ledger.removeFirst();

            // when
            var findings = check();

            // then
            assertThat(findings.refused()).isEqualTo(1);
            assertThat(findings.expected()).isEqualTo(6);
            assertThat(findings.lawHolds()).isTrue();
        }

        @Test
        void shouldCountAnswersThatDoNotNameTheDestinations() {
            // given
            sent.set(0, new Sent(intended(0), intended(0) + 1, 202, 0));
            sent.set(1, new Sent(intended(1), intended(1) + 1, 202, -1));

            // when
            var findings = check();

            // then
            assertThat(findings.unnamed()).isEqualTo(1);
            assertThat(findings.lawHolds()).isTrue();
        }

        @Test
        void shouldFindARepeatedAttempt() {
            // given
            ledger.set(0, with(ledger.getFirst(), 1, 503));
            ledger.add(with(ledger.getFirst(), 1, 200));

            // when
            var findings = check();

            // then
            assertThat(findings.duplicates()).isEqualTo(1);
            assertThat(findings.lawHolds()).isTrue();
        }

        @Test
        void shouldNotTakeARetryForADuplicate() {
            // given
            ledger.set(0, with(ledger.getFirst(), 1, 503));
            ledger.add(with(ledger.getFirst(), 2, 200));

            // when, then
            assertThat(check().duplicates()).isZero();
        }

        @Test
        void shouldFindACallAfterAnAcceptedOne() {
            // given
            ledger.add(with(ledger.getFirst(), 2, 200));

            // when, then
            assertThat(check().duplicates()).isEqualTo(1);
        }

        @Test
        void shouldFindWhatArrivedAtAnothersPlace() {
            // given
            var foreign = workload.path(1, 0);
            ledger.add(new Arrival(
                    FROM, foreign, workload.eventId(0), "", 1, Arrival.Signature.UNCHECKED, Optional.empty(), 200, 0));
            ledger.add(new Arrival(
                    FROM, foreign, workload.eventId(99), "", 1, Arrival.Signature.UNCHECKED, Optional.empty(), 200, 0));

            // when, then
            assertThat(check().faults().misrouted()).isEqualTo(2);
        }

        @Test
        void shouldFindAlteredBytesAndBadSignatures() {
            // given
            var first = ledger.getFirst();
            ledger.set(
                    0,
                    new Arrival(
                            first.at(),
                            first.path(),
                            first.event(),
                            "",
                            1,
                            Arrival.Signature.BAD,
                            Optional.of("00"),
                            200,
                            0));

            // when
            var faults = check().faults();

            // then
            assertThat(faults).isEqualTo(new Findings.Faults(0, 1, 1));
        }
    }

    private Findings check() {
        return check(Recorded.NOTHING);
    }

    private Findings check(Recorded recorded) {
        return Checker.check(new Journal(workload, 1, FROM, FROM + SECOND, sent), ledger.stream(), recorded);
    }

    private static long intended(int event) {
        return FROM + (event - 1) * 100 * MILLISECOND;
    }

    private Arrival arrival(int event, int destination, long at) {
        return new Arrival(
                at,
                workload.path(workload.tenantOf(event), destination),
                workload.eventId(event),
                "d" + event,
                1,
                Arrival.Signature.UNCHECKED,
                Optional.empty(),
                200,
                0);
    }

    private static Arrival with(Arrival arrival, int attempt, int answer) {
        return new Arrival(
                arrival.at(),
                arrival.path(),
                arrival.event(),
                arrival.delivery(),
                attempt,
                arrival.signature(),
                arrival.digest(),
                answer,
                0);
    }
}
