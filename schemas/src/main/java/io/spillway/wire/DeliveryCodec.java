package io.spillway.wire;

import io.spillway.domain.Delivery;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.JobId;
import io.spillway.domain.Replayed;
import io.spillway.domain.Target;
import io.spillway.domain.TenantId;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Deliveries, whole and by reference. */
final class DeliveryCodec implements Codec<Delivery, io.spillway.wire.avro.Delivery> {

    static final DeliveryCodec INSTANCE = new DeliveryCodec();

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.Delivery.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.Delivery toAvro(Delivery delivery) {
        return new io.spillway.wire.avro.Delivery(
                delivery.id().value(),
                KnownEvents.toAvro(delivery.event()),
                KnownEvents.at(delivery.origin()),
                target(delivery.target()),
                delivery.attempt(),
                delivery.pass(),
                delivery.manual(),
                replay(delivery.replay()));
    }

    @Override
    public Delivery toDomain(io.spillway.wire.avro.Delivery delivery) {
        return new Delivery(
                new DeliveryId(delivery.getId()),
                KnownEvents.toDomain(delivery.getEvent()),
                KnownEvents.at(delivery.getOrigin()),
                target(delivery.getTarget()),
                delivery.getAttempt(),
                delivery.getPass(),
                delivery.getManual(),
                replay(delivery.getReplay()));
    }

    private static io.spillway.wire.avro.Target target(Target target) {
        return new io.spillway.wire.avro.Target(
                target.id().value(),
                target.incarnation(),
                target.version(),
                target.type(),
                States.toAvro(target.settings()),
                Policies.toAvro(target.options()),
                target.batched());
    }

    private static Target target(io.spillway.wire.avro.Target target) {
        return new Target(
                new DestinationId(target.getDestinationId()),
                target.getIncarnation(),
                target.getVersion(),
                target.getType(),
                States.toDomain(target.getSettings()),
                Policies.toDomain(target.getOptions()),
                target.getBatched());
    }

    static io.spillway.wire.avro.DeliveryRef ref(DeliveryRef ref) {
        return new io.spillway.wire.avro.DeliveryRef(
                ref.id().value(),
                ref.tenant().value(),
                ref.event().value(),
                ref.topic().orElse(null),
                ref.destination().value(),
                ref.destinationType(),
                replay(ref.replay()));
    }

    static DeliveryRef ref(io.spillway.wire.avro.DeliveryRef ref) {
        return new DeliveryRef(
                new DeliveryId(ref.getId()),
                new TenantId(ref.getTenantId()),
                new EventId(ref.getEventId()),
                Optional.ofNullable(ref.getTopic()),
                new DestinationId(ref.getDestinationId()),
                ref.getDestinationType(),
                replay(ref.getReplay()));
    }

    static io.spillway.wire.avro.@Nullable Replayed replay(Optional<Replayed> replay) {
        return replay.map(one -> new io.spillway.wire.avro.Replayed(
                        one.replay().value(),
                        one.delivery().map(DeliveryId::value).orElse(null)))
                .orElse(null);
    }

    static Optional<Replayed> replay(io.spillway.wire.avro.@Nullable Replayed replay) {
        return Optional.ofNullable(replay)
                .map(one -> new Replayed(
                        new JobId(one.getReplayId()),
                        Optional.ofNullable(one.getDeliveryId()).map(DeliveryId::new)));
    }
}
