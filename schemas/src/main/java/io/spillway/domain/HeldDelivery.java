package io.spillway.domain;

import java.util.Optional;

/**
 * A delivery that waits until its destination lets it go; the event's data stays where it lies.
 *
 * @param version the subscription's when it began to wait
 * @param attempt the number of the attempt that comes next
 * @param pass of that attempt
 * @param replay what it repeats, where a replay made it
 */
public record HeldDelivery(
        DeliveryId delivery, EventId event, long version, int attempt, int pass, Optional<Replayed> replay) {

    /** One that repeats nothing. */
    public HeldDelivery(DeliveryId delivery, EventId event, long version, int attempt, int pass) {
        this(delivery, event, version, attempt, pass, Optional.empty());
    }

    public static HeldDelivery of(Delivery delivery, long version) {
        return new HeldDelivery(
                delivery.id(), delivery.event().id(), version, delivery.attempt(), delivery.pass(), delivery.replay());
    }

    /** The delivery, once it may go. */
    public Delivery of(Event event, Target target) {
        if (!(event.data() instanceof Data.Stored(var origin))) {
            throw new IllegalStateException("the index holds no data");
        }
        return new Delivery(delivery, event, origin, target, attempt, pass, false, replay);
    }
}
