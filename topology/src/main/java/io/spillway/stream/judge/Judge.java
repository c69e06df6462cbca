package io.spillway.stream.judge;

import io.spillway.domain.Data;
import io.spillway.domain.DeadLetter;
import io.spillway.domain.Delivery;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryEntry.Tried;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DisableReason;
import io.spillway.domain.EventEntry;
import io.spillway.domain.Report;
import io.spillway.domain.Waiting;
import io.spillway.stream.Outbox;
import io.spillway.stream.Received;
import io.spillway.stream.Rows;
import java.time.Instant;
import java.util.Optional;

/** Judges what the dispatcher reports. */
public final class Judge {

    private final Rows rows;
    private final Outbox outbox;
    private final Retries retries;
    private final Vigil vigil;

    /** @param retries where a destination leaves something open */
    public Judge(Rows rows, Outbox outbox, Retries retries, Vigil vigil) {
        this.rows = rows;
        this.outbox = outbox;
        this.retries = retries;
        this.vigil = vigil;
    }

    public void report(Report report, Received received) {
        var ref = report.delivery();
        var began = began(report);
        if (rows.isErased(ref, erased -> !began.isAfter(erased))) {
            return;
        }
        // The dispatcher reads what is not committed yet: a report may be here before the row of its delivery.
        var entry = rows.delivery(ref.tenant(), ref.id()).orElseGet(() -> DeliveryEntry.inFlight(ref, received.time()));
        switch (report) {
            case Report.Attempt attempt -> attempt(attempt, entry, received);
            case Report.Cancellation cancellation -> cancellation(cancellation, entry, received);
        }
    }

    private static Instant began(Report report) {
        return switch (report) {
            case Report.Attempt attempt -> attempt.time().minus(attempt.duration());
            case Report.Cancellation cancellation -> cancellation.time();
        };
    }

    private void cancellation(Report.Cancellation cancellation, DeliveryEntry entry, Received received) {
        if (entry.state().ended()) {
            return;
        }
        var reason = Optional.of(cancellation.reason().word());
        rows.put(entry.ended(DeliveryState.CANCELLED, reason, received.time()));
    }

    private void attempt(Report.Attempt attempt, DeliveryEntry before, Received received) {
        if (before.hasTried(attempt.number())) {
            return; // the first outcome of a number decides
        }
        var entry = before.with(Tried.of(attempt, received.at()));
        rows.list(attempt);
        var verdict = vigil.isGone(attempt)
                ? new Verdict.Dead(DisableReason.GONE.word())
                : verdict(attempt, entry, received.time());
        var delivered = before.state() == DeliveryState.DELIVERED;
        if (delivered || isGivenUp(attempt, before)) {
            rows.put(entry); // somebody asked for it again, or to give it up: however this went, that counts
        } else {
            carryOut(verdict, attempt, entry, received.time());
        }
        var exhausted = verdict.equals(Verdict.EXHAUSTED) && !delivered && !attempt.manual();
        vigil.attempted(attempt, exhausted, received.time());
    }

    /** A call may be under way when its delivery is cancelled; where it succeeds, it was delivered all the same. */
    private static boolean isGivenUp(Report.Attempt attempt, DeliveryEntry before) {
        return before.state() == DeliveryState.CANCELLED && !attempt.succeeded() && !attempt.manual();
    }

    private void carryOut(Verdict verdict, Report.Attempt attempt, DeliveryEntry entry, Instant now) {
        switch (verdict) {
            case Verdict.Delivered _ -> rows.put(entry.ended(DeliveryState.DELIVERED, Optional.empty(), now));
            case Verdict.Retry(var due) -> retry(attempt, entry, due, now);
            case Verdict.Dead(var cause) -> bury(attempt, entry, cause, now);
        }
    }

    private Verdict verdict(Report.Attempt attempt, DeliveryEntry entry, Instant now) {
        var first = entry.attempts().getFirst().time();
        return Verdict.on(attempt, now, first, attempt.succeeded() ? retries : retriesOf(attempt));
    }

    private Retries retriesOf(Report.Attempt attempt) {
        return rows.subscription(attempt.destination())
                .map(row -> retries.with(row.policy().retrying()))
                .orElse(retries);
    }

    private void retry(Report.Attempt attempt, DeliveryEntry entry, Instant due, Instant now) {
        var next = attempt.retry()
                .orElseThrow(() -> new IllegalStateException("an attempt without its delivery is not retried"))
                .next();
        var tier = outbox.topics().tiers().towards(due, now);
        var waiting = new Waiting.Scheduled(next, due);
        if (outbox.send(outbox.topics().retries(tier), waiting.tenant(), waiting)) {
            rows.put(entry.scheduled(due, now));
        } else {
            bury(attempt, entry, "too_large", now);
        }
    }

    private void bury(Report.Attempt attempt, DeliveryEntry entry, String cause, Instant now) {
        attempt.retry().or(() -> fromIndex(attempt)).ifPresent(delivery -> writeLetter(attempt, delivery, cause, now));
        rows.put(entry.ended(DeliveryState.DEAD, Optional.of(cause), now));
    }

    /** The delivery of a report that was too large to carry it: its event's record still holds the data. */
    private Optional<Delivery> fromIndex(Report.Attempt attempt) {
        var ref = attempt.delivery();
        return rows.event(ref.tenant(), ref.event())
                .map(EventEntry::event)
                .flatMap(event -> rows.subscription(attempt.destination())
                        .filter(_ -> event.data() instanceof Data.Stored)
                        .map(row -> new Delivery(
                                ref.id(),
                                event,
                                ((Data.Stored) event.data()).at(),
                                row.target(),
                                attempt.number(),
                                0,
                                attempt.manual(),
                                ref.replay())));
    }

    private void writeLetter(Report.Attempt attempt, Delivery delivery, String cause, Instant now) {
        var last = attempt.with(attempt.outcome(), Optional.empty());
        var letters = outbox.topics().deadLetters();
        var tenant = attempt.delivery().tenant();
        if (!outbox.send(letters, tenant, new DeadLetter(delivery, cause, last, now))) {
            var reference = delivery.with(new Data.Stored(delivery.origin()));
            outbox.send(letters, tenant, new DeadLetter(reference, cause, last, now));
        }
    }
}
