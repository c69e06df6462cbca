package io.spillway.wire;

import io.spillway.domain.CancelReason;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.HeldQueue;
import io.spillway.domain.Place;
import io.spillway.wire.avro.UnderWay;
import io.spillway.wire.avro.Voided;
import java.util.Optional;
import org.apache.avro.Schema;

/** Rows of queues of held deliveries. */
final class HeldQueueCodec implements Codec<HeldQueue, io.spillway.wire.avro.HeldQueue> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.HeldQueue.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.HeldQueue toAvro(HeldQueue queue) {
        return new io.spillway.wire.avro.HeldQueue(
                queue.held(),
                place(queue.first()),
                place(queue.last()),
                queue.underWay().map(HeldQueueCodec::underWay).orElse(null),
                queue.voided().map(HeldQueueCodec::voided).orElse(null));
    }

    @Override
    public HeldQueue toDomain(io.spillway.wire.avro.HeldQueue queue) {
        return new HeldQueue(
                queue.getHeld(),
                place(queue.getFirst()),
                place(queue.getLast()),
                Optional.ofNullable(queue.getUnderWay()).map(HeldQueueCodec::underWay),
                Optional.ofNullable(queue.getVoided()).map(HeldQueueCodec::voided));
    }

    private static UnderWay underWay(HeldQueue.UnderWay one) {
        return new UnderWay(one.delivery().value(), place(one.place()));
    }

    private static HeldQueue.UnderWay underWay(UnderWay one) {
        return new HeldQueue.UnderWay(new DeliveryId(one.getDeliveryId()), place(one.getPlace()));
    }

    private static Voided voided(HeldQueue.Voided what) {
        var reason = io.spillway.wire.avro.CancelReason.valueOf(what.reason().name());
        return new Voided(what.version(), reason, what.at());
    }

    private static HeldQueue.Voided voided(Voided what) {
        var reason = CancelReason.valueOf(what.getReason().name());
        return new HeldQueue.Voided(what.getBeforeVersion(), reason, what.getAt());
    }

    private static io.spillway.wire.avro.Place place(Place place) {
        return new io.spillway.wire.avro.Place(place.receivedAt(), place.offset());
    }

    private static Place place(io.spillway.wire.avro.Place place) {
        return new Place(place.getReceivedAt(), place.getOffset());
    }
}
