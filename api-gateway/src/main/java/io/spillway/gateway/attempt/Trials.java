package io.spillway.gateway.attempt;

import io.spillway.domain.Command;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.publish.Publisher;
import io.spillway.gateway.request.Changes;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Queries;
import java.time.Duration;
import java.util.Optional;

/** Has one destination called with an event that is for nobody else, and waits for how that goes. */
public final class Trials {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Publisher publisher;
    private final Changes changes;
    private final Queries queries;
    private final Duration patience;

    /** @param patience how long an attempt is waited for */
    public Trials(Publisher publisher, Changes changes, Queries queries, Duration patience) {
        this.publisher = publisher;
        this.changes = changes;
        this.queries = queries;
        this.patience = patience;
    }

    /** The one attempt, however it went; 503 where it has not ended in time, 400 where there will be none. */
    AttemptRow attempt(DestinationKey key, Event event) {
        publisher.publish(event);
        // By hand, since that ends in one attempt, marked so, whatever the destination wants.
        changes.make(new Command.RetryDelivery(key.tenant(), event.id(), key.destination()));
        return awaited(key, event.id());
    }

    private AttemptRow awaited(DestinationKey key, EventId event) {
        var since = System.nanoTime();
        var delivery = DeliveryId.of(key.tenant(), event, key.destination());
        for (var pause = FIRST_PAUSE; ; pause = longer(pause)) {
            var tried = queries.delivery(Optional.of(key.tenant()), delivery).flatMap(Trials::tried);
            if (tried.isPresent()) {
                return tried.get();
            }
            var left = patience.minusNanos(System.nanoTime() - since);
            if (!left.isPositive()) {
                throw ApiException.unavailable(
                        "the attempt has not ended yet; it will be among those of event " + event);
            }
            sleep(shorter(pause, left));
        }
    }

    /** Absent as long as there may be one. */
    private static Optional<AttemptRow> tried(DeliveryEntry entry) {
        if (entry.attempts().isEmpty() && entry.state().ended()) {
            throw ApiException.badRequest("the test ended without an attempt: "
                    + entry.reason().orElse(entry.state().word()));
        }
        return entry.attempts().stream().findFirst().map(tried -> AttemptRow.of(entry, tried));
    }

    private static Duration longer(Duration pause) {
        return shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an attempt was awaited", e);
        }
    }
}
