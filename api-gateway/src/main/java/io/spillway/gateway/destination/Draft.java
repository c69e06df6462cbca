package io.spillway.gateway.destination;

import io.spillway.destination.Settings;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Policy;
import io.spillway.domain.Sealed;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.TenantId;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.ErrorCode;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.NewIds;
import io.spillway.gateway.topic.TopicRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes subscriptions of what callers send: a new one, or one with a patch merged into it. */
public final class Draft {

    private static final String SIGNED = "webhook";

    private final Safe safe;
    private final Transforms transforms;
    private final TopicRules topics;
    private final NewIds ids;

    public Draft(Safe safe, Transforms transforms, TopicRules topics, NewIds ids) {
        this.safe = safe;
        this.transforms = transforms;
        this.topics = topics;
        this.ids = ids;
    }

    /** A subscription to be created. */
    Subscription create(TenantId tenant, Fields fields, Caller caller) {
        var type = type(fields);
        safe.type(type);
        var now = Instant.now();
        var owner = new DestinationKey(tenant, id(fields));
        var created = backdated(fields, "created_at", now, caller);
        var state = state(fields, now, new SubscriptionState.Active());
        var policy = policy(owner, type, Policy.NONE, fields);
        var wanted =
                new Settings(fields.texts("config"), fields.texts("credentials"), fields.texts("delivery_metadata"));
        var wish = new Safe.Wish(wanted, policy.call().signing(), caller);
        return new Subscription(
                tenant,
                owner.destination(),
                0,
                0,
                type,
                topics.folded(topics(fields)),
                Filters.of(fields),
                safe.seal(owner, type, Optional.empty(), wish),
                policy,
                fields.texts("metadata"),
                state,
                created.orElse(Instant.EPOCH),
                backdated(fields, "updated_at", now, caller).or(() -> created).orElse(Instant.EPOCH));
    }

    /** The subscription with a JSON merge patch (RFC 7396) applied, at the version that it had. */
    Subscription merge(Subscription before, Fields patch, Caller caller) {
        patch.text("type").filter(type -> !type.equals(before.type())).ifPresent(type -> {
            throw ApiException.invalid("type cannot be updated");
        });
        var policy = policy(before.key(), before.type(), before.policy(), patch);
        return new Subscription(
                before.tenant(),
                before.id(),
                before.incarnation(),
                before.version(),
                before.type(),
                patch.value("topics").isPresent() ? topics.folded(topics(patch)) : before.topics(),
                patch.has("filter") ? Filters.of(patch) : before.filter(),
                touchesSettings(patch) ? merged(before, patch, policy, caller) : before.settings(),
                policy,
                patch.mergedInto(before.metadata(), "metadata"),
                state(patch, Instant.now(), before.state()),
                before.createdAt(),
                before.updatedAt());
    }

    private Policy policy(DestinationKey owner, String type, Policy before, Fields patch) {
        var policy = PolicyReader.merged(before, patch);
        if (policy.call().signing().isPresent() && !type.equals(SIGNED)) {
            throw ApiException.invalid(List.of("signing is for destinations of type " + SIGNED));
        }
        var batching = safe.batchingTypes();
        if (policy.batching().isPresent() && !batching.contains(type)) {
            throw ApiException.invalid(List.of("batch is for destinations of type " + String.join(", ", batching)));
        }
        transforms.require(owner.tenant(), before, policy);
        return policy;
    }

    /** How it signs decides what its secrets must look like. */
    private static boolean touchesSettings(Fields patch) {
        return Stream.of("config", "credentials", "delivery_metadata", "signing")
                .anyMatch(patch::has);
    }

    private Sealed merged(Subscription before, Fields patch, Policy policy, Caller caller) {
        var settings = safe.open(before);
        var wanted = new Settings(
                patch.mergedInto(settings.config(), "config"),
                patch.mergedInto(settings.credentials(), "credentials"),
                patch.mergedInto(settings.deliveryMetadata(), "delivery_metadata"));
        var wish = new Safe.Wish(wanted, policy.call().signing(), caller);
        return safe.seal(before.key(), before.type(), Optional.of(settings), wish);
    }

    /** The type, once it is sure that nothing else is missing either: callers are told of all missing fields at once. */
    private static String type(Fields fields) {
        var missing = new ArrayList<String>();
        var type = fields.text("type");
        if (type.isEmpty()) {
            missing.add("type is required");
        }
        if (fields.value("topics").isEmpty()) {
            missing.add("topics is required");
        }
        if (!missing.isEmpty()) {
            throw ApiException.invalid(missing);
        }
        return type.orElseThrow();
    }

    private DestinationId id(Fields fields) {
        return fields.text("id")
                .map(text -> Ids.require(text, DestinationId::new))
                .orElseGet(ids::destination);
    }

    /** {@code "*"} or an array of texts. */
    private static List<String> topics(Fields fields) {
        var given = fields.value("topics").orElseThrow();
        if (given.isTextual() && given.textValue().equals(TopicRules.ALL)) {
            return List.of(TopicRules.ALL);
        }
        return fields.list("topics")
                .orElseThrow(() -> ApiException.invalid("validation failed: invalid topics format"));
    }

    private static Optional<Instant> backdated(Fields fields, String name, Instant now, Caller caller) {
        if (fields.value(name).isPresent() && !caller.isAdmin()) {
            throw new ApiException(
                    ErrorCode.FORBIDDEN, "created_at and updated_at can only be set with API key authentication");
        }
        return fields.past(name, now);
    }

    private static SubscriptionState state(Fields fields, Instant now, SubscriptionState before) {
        if (!fields.has("disabled_at")) {
            return before;
        }
        return fields.past("disabled_at", now)
                .<SubscriptionState>map(SubscriptionState.Disabled::new)
                .orElseGet(() -> before.enabled() ? before : new SubscriptionState.Active());
    }
}
