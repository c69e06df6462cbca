package io.spillway.stream.route;

import io.spillway.domain.Answer;
import io.spillway.domain.CancelReason;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.Report;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.TenantId;
import io.spillway.stream.Outbox;
import io.spillway.stream.Probation;
import io.spillway.stream.Received;
import io.spillway.stream.Rows;
import io.spillway.stream.Subscriptions;
import io.spillway.stream.filter.EventView;
import io.spillway.stream.hold.Held;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds every destination that wants an event, and joins waiting deliveries with their subscription as it is now. */
public final class Route {

    private final Rows rows;
    private final Subscriptions subscriptions;
    private final Probation probation;
    private final Held held;
    private final Outbox outbox;

    public Route(Rows rows, Subscriptions subscriptions, Probation probation, Held held, Outbox outbox) {
        this.rows = rows;
        this.subscriptions = subscriptions;
        this.probation = probation;
        this.held = held;
        this.outbox = outbox;
    }

    public boolean isKnown(TenantId tenant) {
        return rows.tenant(tenant).isPresent();
    }

    /**
     * Fans an event out, unless its id was seen before.
     *
     * @param view the event's data as it was checked at the door
     */
    public void event(Event event, EventView view, Received received) {
        if (rows.tenant(event.tenant()).isEmpty()) {
            // Not remembered: the same id counts once the tenant exists.
            outbox.answer(received.request(), new Answer.Routed(event.id(), false, List.of(), false));
            return;
        }
        probation.begin(event.tenant(), received.time());
        var fanout = Fanout.of(event, view, subscriptions.of(event.tenant()));
        var duplicate = !rows.admit(event, received.time());
        if (!duplicate) {
            rows.put(new EventEntry(
                    event.with(new Data.Stored(received.at())),
                    received.time(),
                    fanout.destinations(),
                    fanout.skipped(),
                    fanout.skippedCount()));
            fanout.matched().forEach(row -> {
                var delivery = Delivery.first(event, received.at(), row.target());
                rows.admit(delivery.ref(), received.time());
                held.first(row, delivery, received.time());
            });
        }
        outbox.answer(received.request(), new Answer.Routed(event.id(), duplicate, fanout.destinations(), true));
    }

    /** A delivery's wait is over: it goes on, unless something has happened meanwhile. */
    public void due(Delivery delivery, Instant now) {
        var row = rows.subscription(delivery.key());
        // Erasing a tenant ends every incarnation of its destinations.
        if (rows.isErased(delivery.ref(), erased -> cancelled(row, delivery).isPresent())) {
            held.reported(delivery.ref(), now);
            return;
        }
        var entry = rows.delivery(delivery.event().tenant(), delivery.id());
        if (entry.filter(known -> known.isOver(delivery.attempt())).isPresent()) {
            return; // a pending attempt is void once the delivery ended, or once the same number was tried by hand
        }
        cancelled(row, delivery)
                .ifPresentOrElse(
                        reason -> outbox.send(
                                outbox.topics().attempts(),
                                delivery.event().tenant(),
                                new Report.Cancellation(delivery.ref(), delivery.attempt(), reason, now)),
                        () -> row.ifPresent(current -> held.again(current, delivery.to(current.target()), now)));
    }

    private static Optional<CancelReason> cancelled(Optional<Subscription> row, Delivery delivery) {
        if (row.filter(current -> current.incarnation() == delivery.target().incarnation())
                .isEmpty()) {
            return Optional.of(CancelReason.DELETED);
        }
        return switch (row.get().state()) {
            case SubscriptionState.Active _, SubscriptionState.Paused _ -> Optional.empty();
            case SubscriptionState.Disabled _ -> Optional.of(CancelReason.DISABLED);
            case SubscriptionState.Deleted _ -> Optional.of(CancelReason.DELETED);
        };
    }
}
