package io.spillway.stream.job;

import io.spillway.domain.CancelReason;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.EventEntry;
import io.spillway.domain.Rejection;
import io.spillway.domain.Report;
import io.spillway.domain.Subscription;
import io.spillway.stream.Outbox;
import io.spillway.stream.Rows;
import java.time.Instant;
import java.util.Optional;

/** Tries deliveries once more, or gives them up, because somebody asks for it. */
public final class ByHand {

    private final Rows rows;
    private final Outbox outbox;

    public ByHand(Rows rows, Outbox outbox) {
        this.rows = rows;
        this.outbox = outbox;
    }

    /**
     * Tries a delivery once more, whatever came of it before.
     *
     * @param pass of the next attempt
     * @return why not, if it cannot be tried
     */
    public Optional<Rejection> retry(EventEntry event, Subscription row, DeliveryEntry entry, int pass, Instant now) {
        if (!row.state().enabled()) {
            return Optional.of(Rejection.DESTINATION_DISABLED);
        }
        if (entry.attempts().size() >= DeliveryEntry.ATTEMPTS_AT_MOST) {
            return Optional.of(Rejection.TOO_MANY_ATTEMPTS);
        }
        if (!(event.event().data() instanceof Data.Stored(var origin))) {
            throw new IllegalStateException("the index holds no data");
        }
        var ref = entry.ref();
        var next = entry.lastAttempt() + 1;
        var delivery = new Delivery(ref.id(), event.event(), origin, row.target(), next, pass, true, ref.replay());
        if (!outbox.deliver(delivery, false)) {
            // Without its data, but with the metadata of event and destination.
            return Optional.of(Rejection.TOO_LARGE);
        }
        rows.put(entry.inFlightAgain(now));
        return Optional.empty();
    }

    /** Tries a dead letter once more; returns why not, if it cannot be tried. */
    public Optional<Rejection> redrive(DeliveryEntry letter, Instant now) {
        var ref = letter.ref();
        var row = destination(ref);
        if (row.isEmpty()) {
            return Optional.of(Rejection.DESTINATION_NOT_FOUND);
        }
        return rows.event(ref.tenant(), ref.event())
                .map(event -> retry(event, row.get(), letter, 0, now))
                .orElse(Optional.of(Rejection.EVENT_NOT_FOUND));
    }

    /** The same as one of many: a destination that does not deliver now keeps its letters. */
    void redriveIfItMay(DeliveryEntry letter, Instant now) {
        if (destination(letter.ref()).filter(row -> row.state().delivers()).isPresent()) {
            redrive(letter, now);
        }
    }

    /**
     * Ends a delivery without another call, and reports it, so that everybody hears of it who hears of other cancellations.
     *
     * @param asked when that was asked for; the report is the same however often it is written
     */
    public void cancel(DeliveryEntry entry, CancelReason reason, Instant asked, Instant now) {
        rows.put(entry.ended(DeliveryState.CANCELLED, Optional.of(reason.word()), now));
        var report = new Report.Cancellation(entry.ref(), entry.lastAttempt() + 1, reason, asked);
        outbox.send(outbox.topics().attempts(), entry.ref().tenant(), report);
    }

    private Optional<Subscription> destination(DeliveryRef ref) {
        return rows.subscription(new DestinationKey(ref.tenant(), ref.destination()))
                .filter(row -> !row.state().deleted());
    }
}
