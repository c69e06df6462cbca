package io.spillway.stream.hold;

import io.spillway.domain.CancelReason;
import io.spillway.domain.Delivery;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.EventEntry;
import io.spillway.domain.HeldDelivery;
import io.spillway.domain.HeldQueue;
import io.spillway.domain.HeldQueue.UnderWay;
import io.spillway.domain.HeldQueue.Voided;
import io.spillway.domain.Place;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.stream.Rows;
import io.spillway.stream.hold.Queues.Standing;
import java.time.Instant;
import java.util.Optional;

/**
 * Lets deliveries go or holds them. A destination has a queue while it is paused, while what was held is released, and, if it
 * is ordered, while a delivery is under way; then all that comes goes through the queue, in the order of the events. What
 * somebody asks for by hand goes past it.
 */
public final class Held {

    private final Queues queues;
    private final Rows rows;
    private final Emission emission;
    private final Release release;

    public Held(Queues queues, Rows rows, Emission emission, Release release) {
        this.queues = queues;
        this.rows = rows;
        this.emission = emission;
        this.release = release;
    }

    /** A delivery of an event that has just come. */
    public void first(Subscription row, Delivery delivery, Instant now) {
        var queue = queues.of(row.key());
        if (queue.isEmpty() && isOpen(row)) {
            emission.emit(delivery, false, now);
            return;
        }
        var came = new Place(now, delivery.origin().offset());
        var place = queue.map(HeldQueue::last).map(came::after).orElse(came);
        pass(row, queue.orElseGet(() -> HeldQueue.at(place)).reached(place), delivery, place, now);
    }

    /** A delivery whose wait is over, or that comes back from the dispatcher. */
    public void again(Subscription row, Delivery delivery, Instant now) {
        var queue = queues.of(row.key());
        if (delivery.manual() || (queue.isEmpty() && isOpen(row))) {
            emission.emit(delivery, false, now);
            return;
        }
        var place = queue.flatMap(HeldQueue::underWay)
                .filter(one -> one.delivery().equals(delivery.id()))
                .map(UnderWay::place)
                .orElseGet(() ->
                        new Place(receivedAt(delivery, now), delivery.origin().offset()));
        pass(row, queue.orElseGet(() -> HeldQueue.at(place)), delivery, place, now);
    }

    /** What was reported of a delivery is judged: if that was its end, the next one may go. */
    public void reported(DeliveryRef ref, Instant now) {
        var key = new DestinationKey(ref.tenant(), ref.destination());
        queues.of(key)
                .filter(queue -> queue.waitsFor(ref.id()))
                // One that is not known was erased.
                .filter(queue -> rows.delivery(ref.tenant(), ref.id())
                        .map(entry -> entry.state().ended())
                        .orElse(true))
                .ifPresent(queue -> release.next(key, queue.waitingFor(Optional.empty()), now));
    }

    /** A destination has changed: if that follows from it, what is held is released or cancelled from now on. */
    public void changed(Subscription row) {
        queues.of(row.key()).ifPresent(queue -> {
            switch (row.state()) {
                case SubscriptionState.Active _ ->
                    release.begin(row.key(), row.policy().ordered() ? queue : queue.waitingFor(Optional.empty()));
                case SubscriptionState.Paused _ -> {}
                case SubscriptionState.Disabled(var since, var _) ->
                    release.begin(row.key(), queue.voided(new Voided(row.version(), CancelReason.DISABLED, since)));
                case SubscriptionState.Deleted(var since) ->
                    release.begin(row.key(), queue.voided(new Voided(row.version(), CancelReason.DELETED, since)));
            }
        });
    }

    private void pass(Subscription row, HeldQueue queue, Delivery delivery, Place place, Instant now) {
        if (!letsGo(row, queue, delivery)) {
            hold(row, queue, delivery, place, now);
        } else if (emission.emit(delivery, row.policy().ordered(), now)
                && row.policy().ordered()) {
            queues.put(row.key(), queue.waitingFor(Optional.of(new UnderWay(delivery.id(), place))));
        } else {
            release.next(row.key(), queue.waitingFor(Optional.empty()), now);
        }
    }

    private static boolean isOpen(Subscription row) {
        return row.state().delivers() && !row.policy().ordered();
    }

    private static boolean letsGo(Subscription row, HeldQueue queue, Delivery delivery) {
        var isFree = queue.isEmpty() && queue.underWay().isEmpty();
        return row.state().delivers() && (isFree || queue.waitsFor(delivery.id()));
    }

    private void hold(Subscription row, HeldQueue queue, Delivery delivery, Place place, Instant now) {
        var entry =
                rows.delivery(row.tenant(), delivery.id()).orElseGet(() -> DeliveryEntry.inFlight(delivery.ref(), now));
        if (entry.isOver(delivery.attempt())) {
            return;
        }
        rows.put(entry.held(row.state() instanceof SubscriptionState.Paused ? "paused" : "order", now));
        var left = queue.waitsFor(delivery.id()) ? queue.waitingFor(Optional.empty()) : queue;
        var isNew = queues.add(row.key(), new Standing(place, HeldDelivery.of(delivery, row.version())));
        queues.put(row.key(), isNew ? left.oneMore(place) : left);
    }

    private Instant receivedAt(Delivery delivery, Instant now) {
        return rows.event(delivery.event().tenant(), delivery.event().id())
                .map(EventEntry::receivedAt)
                .orElse(now);
    }
}
