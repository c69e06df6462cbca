package io.spillway.stream.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.Schedule;
import io.spillway.domain.Sealed;
import io.spillway.domain.Target;
import io.spillway.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class VerdictTest {

    private static final Instant RECORDED = Instant.parse("2026-11-22T12:00:00.250Z");
    private static final Retries RETRIES = new Retries(
            new Schedule.Listed(List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30))));

    @Nested
    class OfASuccess {

        @Test
        void shouldBeDeliveredWhateverTheNumber() {
            var delivered = new Outcome.Delivered(new Response("200", "{}"));

            assertThat(verdict(attempt(delivery(true, 1), delivered))).isEqualTo(new Verdict.Delivered());
            assertThat(verdict(attempt(delivery(false, 9), delivered))).isEqualTo(new Verdict.Delivered());
        }
    }

    @Nested
    class OfAFailure {

        /** The attempt's own time is that of another clock. */
        @ParameterizedTest
        @CsvSource({"1, 1", "2, 5", "3, 30"})
        void shouldBeARetryAfterTheWaitOfItsNumberCountedFromItsRecord(int number, int seconds) {
            assertThat(verdict(failed(delivery(true, number), Failure.STATUS)))
                    .isEqualTo(new Verdict.Retry(RECORDED.plusSeconds(seconds)));
        }

        @ParameterizedTest
        @EnumSource(mode = Mode.EXCLUDE, names = "EVENT_EXPIRED")
        void shouldBeARetryWhateverFailed(Failure failure) {
            assertThat(verdict(failed(delivery(true, 1), failure))).isInstanceOf(Verdict.Retry.class);
        }

        @Test
        void shouldBeDeadAfterTheLastWait() {
            assertThat(verdict(failed(delivery(true, 4), Failure.STATUS)))
                    .isEqualTo(new Verdict.Dead("retries_exhausted"));
            assertThat(verdict(failed(delivery(true, 40), Failure.STATUS)))
                    .isEqualTo(new Verdict.Dead("retries_exhausted"));
        }

        @Test
        void shouldLeaveTheDestinationAloneForAsLongAsItAsks() {
            var busy =
                    new Outcome.Failed(Failure.STATUS, "busy", Optional.empty(), Optional.of(Duration.ofSeconds(20)));

            assertThat(verdict(attempt(delivery(true, 2), busy)))
                    .isEqualTo(new Verdict.Retry(RECORDED.plusSeconds(20)));
            assertThat(verdict(attempt(delivery(true, 3), busy)))
                    .isEqualTo(new Verdict.Retry(RECORDED.plusSeconds(30)));
        }

        @Test
        void shouldBeDeadAtOnceWithoutWaits() {
            assertThat(Verdict.on(
                            failed(delivery(true, 1), Failure.STATUS),
                            RECORDED,
                            RECORDED,
                            new Retries(new Schedule.Listed(List.of()))))
                    .isEqualTo(new Verdict.Dead("retries_exhausted"));
        }

        @Test
        void shouldBeDeadWhereTheEventMayNotBeRetried() {
            assertThat(verdict(failed(delivery(false, 1), Failure.TIMEOUT)))
                    .isEqualTo(new Verdict.Dead("not_eligible_for_retry"));
        }

        @Test
        void shouldBeDeadWhereTheEventIsNoLongerKept() {
            assertThat(verdict(failed(delivery(true, 1), Failure.EVENT_EXPIRED)))
                    .isEqualTo(new Verdict.Dead("event_expired"));
        }

        @Test
        void shouldBeDeadWhereTheDeliveryWasTooLargeToComeAlong() {
            var without = attempt(delivery(true, 1), failure(Failure.STATUS), Optional.empty());

            assertThat(verdict(without)).isEqualTo(new Verdict.Dead("too_large"));
        }
    }

    private static Verdict verdict(Report.Attempt attempt) {
        return Verdict.on(attempt, RECORDED, RECORDED, RETRIES);
    }

    private static Report.Attempt failed(Delivery delivery, Failure failure) {
        return attempt(delivery, failure(failure));
    }

    private static Outcome failure(Failure failure) {
        return new Outcome.Failed(failure, "it failed", Optional.empty());
    }

    private static Report.Attempt attempt(Delivery delivery, Outcome outcome) {
        var retry = outcome instanceof Outcome.Failed ? Optional.of(delivery) : Optional.<Delivery>empty();
        return attempt(delivery, outcome, retry);
    }

    private static Report.Attempt attempt(Delivery delivery, Outcome outcome, Optional<Delivery> retry) {
        var elsewhere = RECORDED.minusSeconds(3_600);
        return new Report.Attempt(
                delivery.ref(), delivery.attempt(), false, elsewhere, Duration.ofMillis(7), outcome, retry);
    }

    private static Delivery delivery(boolean eligible, int number) {
        var event = new Event(
                new TenantId("acme"),
                new EventId("e"),
                Optional.empty(),
                RECORDED,
                Map.of(),
                eligible,
                Optional.empty(),
                new Data.Inline(new byte[] {'{', '}'}));
        var target = new Target(new DestinationId("d"), 1, 1, "webhook", new Sealed("k", new byte[0]));
        var first = Delivery.first(event, new RecordAt("spillway.events", 0, 0), target);
        return new Delivery(first.id(), event, first.origin(), target, number, 0, false);
    }
}
