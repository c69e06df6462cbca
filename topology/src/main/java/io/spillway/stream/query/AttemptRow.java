package io.spillway.stream.query;

import io.spillway.domain.AttemptId;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryRef;
import java.time.Instant;
import java.util.Optional;

/**
 * An attempt and the delivery it belongs to.
 *
 * @param nextAttemptAt when the delivery is due again, if this was its latest attempt
 */
public record AttemptRow(DeliveryRef delivery, DeliveryEntry.Tried tried, Optional<Instant> nextAttemptAt) {

    /** One of a delivery's attempts. */
    public static AttemptRow of(DeliveryEntry entry, DeliveryEntry.Tried tried) {
        return new AttemptRow(
                entry.ref(), tried, entry.nextAttemptAt().filter(next -> tried.number() == entry.lastAttempt()));
    }

    /** The delivery as if it had had this attempt only. */
    DeliveryEntry alone() {
        var entry = DeliveryEntry.inFlight(delivery, tried.time()).with(tried);
        return nextAttemptAt.map(next -> entry.scheduled(next, tried.time())).orElse(entry);
    }

    public AttemptId id() {
        return new AttemptId(delivery.id(), tried.number());
    }

    public Scan.Position position() {
        return new Scan.Position(tried.time(), delivery.tenant().value() + '\0' + id());
    }
}
