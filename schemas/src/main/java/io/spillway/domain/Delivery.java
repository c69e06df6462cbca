package io.spillway.domain;

import java.util.Optional;

/**
 * One event for one destination, ready to be tried.
 *
 * @param origin where the event's record lies, whether or not its data travels along
 * @param attempt the number of the attempt that comes next, from 1
 * @param pass 0 when this attempt was first emitted, one more each time the dispatcher sent it away without a call
 * @param manual whether somebody asked for this attempt
 * @param replay what it repeats, where a replay made it
 */
public record Delivery(
        DeliveryId id,
        Event event,
        RecordAt origin,
        Target target,
        int attempt,
        int pass,
        boolean manual,
        Optional<Replayed> replay) {

    /** One that repeats nothing. */
    public Delivery(DeliveryId id, Event event, RecordAt origin, Target target, int attempt, int pass, boolean manual) {
        this(id, event, origin, target, attempt, pass, manual, Optional.empty());
    }

    public static Delivery first(Event event, RecordAt origin, Target target) {
        return new Delivery(DeliveryId.of(event.tenant(), event.id(), target.id()), event, origin, target, 1, 0, false);
    }

    /** A new delivery of an event that repeats another one. */
    public static Delivery again(Event event, RecordAt origin, Target target, Replayed replay) {
        var id = DeliveryId.of(event.tenant(), event.id(), target.id(), replay.replay());
        return new Delivery(id, event, origin, target, 1, 0, false, Optional.of(replay));
    }

    /** The next attempt after one that was made. */
    public Delivery next() {
        return new Delivery(id, event, origin, target, attempt + 1, 0, false, replay);
    }

    /** The same attempt, sent away without a call. */
    public Delivery sentAway() {
        return new Delivery(id, event, origin, target, attempt, pass + 1, manual, replay);
    }

    public Delivery to(Target other) {
        return new Delivery(id, event, origin, other, attempt, pass, manual, replay);
    }

    public Delivery with(Data data) {
        return new Delivery(id, event.with(data), origin, target, attempt, pass, manual, replay);
    }

    public DeliveryRef ref() {
        return new DeliveryRef(id, event.tenant(), event.id(), event.topic(), target.id(), target.type(), replay);
    }

    public DestinationKey key() {
        return new DestinationKey(event.tenant(), target.id());
    }
}
