package io.spillway.wire;

import io.spillway.domain.Answer;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.Rejection;
import io.spillway.wire.avro.Done;
import io.spillway.wire.avro.JobStored;
import io.spillway.wire.avro.Refused;
import io.spillway.wire.avro.Rejected;
import io.spillway.wire.avro.Routed;
import io.spillway.wire.avro.SubscriptionStored;
import io.spillway.wire.avro.TenantStored;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Values of {@code command-results}. */
final class AnswerCodec implements Codec<Answer, io.spillway.wire.avro.Answer> {

    private final TenantCodec tenants = new TenantCodec();
    private final SubscriptionCodec subscriptions = new SubscriptionCodec();

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.Answer.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.Answer toAvro(Answer answer) {
        return new io.spillway.wire.avro.Answer(body(answer), later(answer));
    }

    private static @Nullable JobStored later(Answer answer) {
        return answer instanceof Answer.JobStored(var job) ? new JobStored(JobCodec.INSTANCE.toAvro(job)) : null;
    }

    private Object body(Answer answer) {
        return switch (answer) {
            case Answer.TenantStored(var tenant, var created) -> new TenantStored(tenants.toAvro(tenant), created);
            case Answer.SubscriptionStored(var subscription, var created) ->
                new SubscriptionStored(subscriptions.toAvro(subscription), created);
            case Answer.Done() -> new Done();
            case Answer.JobStored(var ignored) -> new Done();
            case Answer.Rejected(var rejection) ->
                new Rejected(io.spillway.wire.avro.Rejection.valueOf(rejection.name()));
            case Answer.Routed(var event, var duplicate, var destinations, var tenantKnown) ->
                new Routed(
                        event.value(),
                        duplicate,
                        destinations.stream().map(DestinationId::value).toList(),
                        tenantKnown);
            case Answer.Refused(var cause, var detail) -> new Refused(cause, detail);
        };
    }

    @Override
    public Answer toDomain(io.spillway.wire.avro.Answer answer) {
        return switch (answer.getLater() == null ? answer.getBody() : answer.getLater()) {
            case JobStored stored -> new Answer.JobStored(JobCodec.INSTANCE.toDomain(stored.getJob()));
            case TenantStored stored ->
                new Answer.TenantStored(tenants.toDomain(stored.getTenant()), stored.getCreated());
            case SubscriptionStored stored ->
                new Answer.SubscriptionStored(subscriptions.toDomain(stored.getSubscription()), stored.getCreated());
            case Done done -> new Answer.Done();
            case Rejected rejected ->
                new Answer.Rejected(Rejection.valueOf(rejected.getRejection().name()));
            case Routed routed ->
                new Answer.Routed(
                        new EventId(routed.getEventId()),
                        routed.getDuplicate(),
                        routed.getDestinationIds().stream()
                                .map(DestinationId::new)
                                .toList(),
                        routed.getTenantKnown());
            case Refused refused -> new Answer.Refused(refused.getCause(), refused.getDetail());
            default -> throw new IllegalArgumentException("no such answer");
        };
    }
}
