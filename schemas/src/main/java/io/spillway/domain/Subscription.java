package io.spillway.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant's standing order: one destination, the event topics it wants, a filter, and its state.
 *
 * @param incarnation counts how often this id was created; deliveries of another incarnation are cancelled
 * @param version counts every change of the row, across incarnations
 * @param type the destination type, as {@code webhook}
 * @param topics patterns; {@code *} alone means all
 * @param filter the JSON text of the filter, as it was saved
 * @param settings what only gateway and dispatcher may read
 * @param policy how it wants to be delivered to
 */
public record Subscription(
        TenantId tenant,
        DestinationId id,
        long incarnation,
        long version,
        String type,
        List<String> topics,
        Optional<String> filter,
        Sealed settings,
        Policy policy,
        Map<String, String> metadata,
        SubscriptionState state,
        Instant createdAt,
        Instant updatedAt) {

    public Subscription {
        topics = List.copyOf(topics);
        metadata = Map.copyOf(metadata);
    }

    /** The same row one version on, in another state; {@code updatedAt} is left alone, as the REST contract has it. */
    public Subscription in(SubscriptionState other) {
        return new Subscription(
                tenant,
                id,
                incarnation,
                version + 1,
                type,
                topics,
                filter,
                settings,
                policy,
                metadata,
                other,
                createdAt,
                updatedAt);
    }

    /** What must be remembered of one that is erased: that it was there, and its version. */
    public Subscription erased(Instant at) {
        return new Subscription(
                tenant,
                id,
                incarnation,
                version + 1,
                type,
                List.of(),
                Optional.empty(),
                Sealed.NOTHING,
                Policy.NONE,
                Map.of(),
                new SubscriptionState.Deleted(at),
                createdAt,
                at);
    }

    /** The same with its settings sealed anew. */
    public Subscription with(Sealed other) {
        return new Subscription(
                tenant,
                id,
                incarnation,
                version,
                type,
                topics,
                filter,
                other,
                policy,
                metadata,
                state,
                createdAt,
                updatedAt);
    }

    /** This content as another version. */
    public Subscription as(long newIncarnation, long newVersion, Instant created, Instant updated) {
        return new Subscription(
                tenant,
                id,
                newIncarnation,
                newVersion,
                type,
                topics,
                filter,
                settings,
                policy,
                metadata,
                state,
                created,
                updated);
    }

    public Target target() {
        return new Target(
                id,
                incarnation,
                version,
                type,
                settings,
                policy.call(),
                policy.batching().isPresent());
    }

    /** What the dispatcher must know of it. */
    public DestinationStatus status() {
        return new DestinationStatus(incarnation, version, state, policy.pace(), policy.batching());
    }

    /** What an operator event about it refers to; {@code event} is where the data of one lie. */
    public OperatorEvent.Subject subject(Optional<RecordAt> event) {
        return new OperatorEvent.Subject(id, settings, event);
    }

    public DestinationKey key() {
        return new DestinationKey(tenant, id);
    }
}
