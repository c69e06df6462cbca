package io.spillway.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A destination's queue of held deliveries.
 *
 * @param held how many there are
 * @param first none of them stands before this place
 * @param last the last place that an event was given
 * @param underWay the only delivery of an ordered destination that is not held
 * @param voided what is held since before then is cancelled
 */
public record HeldQueue(long held, Place first, Place last, Optional<UnderWay> underWay, Optional<Voided> voided) {

    /** A delivery that the next one waits for. */
    public record UnderWay(DeliveryId delivery, Place place) {}

    /** What was held before the subscription had this version will not be delivered. */
    public record Voided(long version, CancelReason reason, Instant at) {}

    /** The queue of a destination for which nothing is held and nothing is under way. */
    public static HeldQueue at(Place place) {
        return new HeldQueue(0, place, place, Optional.empty(), Optional.empty());
    }

    public boolean isEmpty() {
        return held == 0;
    }

    public boolean waitsFor(DeliveryId delivery) {
        return underWay.filter(one -> one.delivery().equals(delivery)).isPresent();
    }

    public HeldQueue reached(Place place) {
        return new HeldQueue(held, first, place, underWay, voided);
    }

    public HeldQueue oneMore(Place place) {
        var lowest = isEmpty() || place.compareTo(first) < 0 ? place : first;
        return new HeldQueue(held + 1, lowest, last, underWay, voided);
    }

    /** Without the one at this place, which was the first. */
    public HeldQueue oneLess(Place place) {
        return new HeldQueue(held - 1, place, last, underWay, voided);
    }

    public HeldQueue waitingFor(Optional<UnderWay> one) {
        return new HeldQueue(held, first, last, one, voided);
    }

    /** The one under way keeps its turn where the destination is only disabled: enabled again, it is still to be waited for. */
    public HeldQueue voided(Voided what) {
        var left = what.reason() == CancelReason.DISABLED ? underWay : Optional.<UnderWay>empty();
        return new HeldQueue(held, first, last, left, Optional.of(what));
    }
}
