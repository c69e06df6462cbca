package io.spillway.gateway.live;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.gateway.attempt.AttemptViews;
import io.spillway.gateway.delivery.DeliveryView;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.replay.ReplayView;
import io.spillway.stream.live.Change;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Changes as clients are shown them: attempts, deliveries and replays as in their lists, of destinations where they stand. */
public final class ChangeView {

    private ChangeView() {}

    public static Json.Part of(Change change) {
        return switch (change) {
            case Change.Tried(var attempt) -> AttemptViews.plain(attempt);
            case Change.Moved(var delivery) -> new DeliveryView(delivery, Optional.empty())::write;
            case Change.Altered(var subscription) -> json -> write(json, subscription);
            case Change.Replayed(var job, var replay) -> new ReplayView(job, replay)::write;
        };
    }

    /** Settings stay out: who wants them asks for the destination. */
    private static void write(JsonGenerator json, Subscription row) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", row.id().value());
        json.writeStringField("tenant_id", row.tenant().value());
        json.writeStringField("type", row.type());
        switch (row.state()) {
            case SubscriptionState.Active _ -> json.writeStringField("state", "active");
            case SubscriptionState.Paused(var since) -> state(json, "paused", since);
            case SubscriptionState.Deleted(var since) -> state(json, "deleted", since);
            case SubscriptionState.Disabled(var since, var reason) -> {
                state(json, "disabled", since);
                json.writeStringField("reason", reason.word());
            }
        }
        json.writeNumberField("version", row.version());
        Json.time(json, "created_at", row.createdAt());
        Json.time(json, "updated_at", row.updatedAt());
        json.writeEndObject();
    }

    private static void state(JsonGenerator json, String state, Instant since) throws IOException {
        json.writeStringField("state", state);
        Json.time(json, "since", since);
    }
}
