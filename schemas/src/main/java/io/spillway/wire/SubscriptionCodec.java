package io.spillway.wire;

import io.spillway.domain.DestinationId;
import io.spillway.domain.Subscription;
import io.spillway.domain.TenantId;
import java.util.Optional;
import org.apache.avro.Schema;

/** Subscriptions. */
final class SubscriptionCodec implements Codec<Subscription, io.spillway.wire.avro.Subscription> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.Subscription.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.Subscription toAvro(Subscription subscription) {
        return new io.spillway.wire.avro.Subscription(
                subscription.tenant().value(),
                subscription.id().value(),
                subscription.incarnation(),
                subscription.version(),
                subscription.type(),
                subscription.topics(),
                subscription.filter().orElse(null),
                States.toAvro(subscription.settings()),
                subscription.metadata(),
                States.toAvro(subscription.state()),
                subscription.createdAt(),
                subscription.updatedAt(),
                Policies.toAvro(subscription.policy()),
                States.pausedSince(subscription.state()));
    }

    @Override
    public Subscription toDomain(io.spillway.wire.avro.Subscription subscription) {
        return new Subscription(
                new TenantId(subscription.getTenantId()),
                new DestinationId(subscription.getId()),
                subscription.getIncarnation(),
                subscription.getVersion(),
                subscription.getType(),
                subscription.getTopics(),
                Optional.ofNullable(subscription.getFilter()),
                States.toDomain(subscription.getSettings()),
                Policies.toDomain(subscription.getPolicy()),
                subscription.getMetadata(),
                States.toDomain(subscription.getState(), subscription.getPausedSince()),
                subscription.getCreatedAt(),
                subscription.getUpdatedAt());
    }
}
