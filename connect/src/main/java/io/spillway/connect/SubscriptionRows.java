package io.spillway.connect;

import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.wire.Wire;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Every version of every subscription. Its sealed settings, config and credentials, stay behind. */
final class SubscriptionRows implements Rows.Reader {

    private static final Schema TABLE = Row.table("subscription_changes")
            .field("tenant_id", Row.TEXT)
            .field("destination_id", Row.TEXT)
            .field("version", Schema.INT64_SCHEMA)
            .field("incarnation", Schema.INT64_SCHEMA)
            .field("type", Row.TEXT)
            .field("topics", Row.TEXTS)
            .field("filter", Row.TEXT_OR_NULL)
            .field("state", Row.TEXT)
            .field("state_since", Row.TIME_OR_NULL)
            .field("state_reason", Row.TEXT_OR_NULL)
            .field("metadata", Row.TEXT)
            .field("created_at", Row.TIME)
            .field("updated_at", Row.TIME)
            .build();

    private final Deserializer<Subscription> subscriptions;

    SubscriptionRows(Wire wire) {
        subscriptions = wire.subscriptions().deserializer();
    }

    @Override
    public Optional<Struct> read(String topic, Headers headers, byte[] value) {
        var subscription = subscriptions.deserialize(topic, value);
        var row = new Row(TABLE)
                .text("tenant_id", subscription.tenant().value())
                .text("destination_id", subscription.id().value())
                .number("version", subscription.version())
                .number("incarnation", subscription.incarnation())
                .text("type", subscription.type())
                .texts("topics", subscription.topics())
                .text("filter", subscription.filter())
                .text("metadata", JsonText.of(subscription.metadata()))
                .time("created_at", subscription.createdAt())
                .time("updated_at", subscription.updatedAt());
        return Optional.of(state(row, subscription.state()).struct());
    }

    private static Row state(Row row, SubscriptionState state) {
        return switch (state) {
            case SubscriptionState.Active() -> row.text("state", "active");
            case SubscriptionState.Paused(var since) ->
                row.text("state", "paused").time("state_since", since);
            case SubscriptionState.Disabled(var since, var reason) ->
                row.text("state", "disabled")
                        .time("state_since", since)
                        .text("state_reason", reason.name().toLowerCase(Locale.ROOT));
            case SubscriptionState.Deleted(var since) ->
                row.text("state", "deleted").time("state_since", since);
        };
    }
}
