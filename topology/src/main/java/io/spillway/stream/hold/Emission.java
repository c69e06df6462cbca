package io.spillway.stream.hold;

import io.spillway.domain.Data;
import io.spillway.domain.DeadLetter;
import io.spillway.domain.Delivery;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.Report;
import io.spillway.stream.Outbox;
import io.spillway.stream.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Hands deliveries to the dispatcher. */
public final class Emission {

    private static final String TOO_LARGE = "too_large";

    private final Rows rows;
    private final Outbox outbox;

    public Emission(Rows rows, Outbox outbox) {
        this.rows = rows;
        this.outbox = outbox;
    }

    /**
     * Emits a delivery, unless this attempt of it was made already: after an aborted transaction a report may be here before
     * its delivery is emitted again.
     *
     * @param awaited whether the next one of its destination waits for what comes of it
     * @return whether it is under way now, with the dispatcher or on its way to another attempt; where not, it has ended
     */
    boolean emit(Delivery delivery, boolean awaited, Instant now) {
        var entry = rows.delivery(delivery.event().tenant(), delivery.id())
                .orElseGet(() -> DeliveryEntry.inFlight(delivery.ref(), now));
        if (entry.isOver(delivery.attempt())) {
            return !entry.state().ended();
        }
        if (outbox.deliver(delivery, awaited)) {
            rows.put(entry.inFlightAgain(now));
            return true;
        }
        bury(delivery, entry, now);
        return false;
    }

    private void bury(Delivery delivery, DeliveryEntry entry, Instant now) {
        var outcome = new Outcome.Failed(
                Failure.TOO_LARGE,
                "The event and the destination's settings are too large for one record.",
                Optional.empty());
        var never = new Report.Attempt(
                delivery.ref(), delivery.attempt(), delivery.manual(), now, Duration.ZERO, outcome, Optional.empty());
        var reference = delivery.with(new Data.Stored(delivery.origin()));
        outbox.send(
                outbox.topics().deadLetters(),
                delivery.event().tenant(),
                new DeadLetter(reference, TOO_LARGE, never, now));
        rows.put(entry.ended(DeliveryState.DEAD, Optional.of(TOO_LARGE), now));
    }
}
