package io.spillway.gateway.adapter.algohire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.SignatureProfile;
import io.spillway.gateway.adapter.WebhookDraft;
import io.spillway.gateway.adapter.Words;
import io.spillway.gateway.destination.DestinationView;
import io.spillway.gateway.destination.Destinations;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Webhooks: destinations of one topic. One with several, which was made elsewhere, shows them with commas between. */
public final class AlgohireWebhooks {

    /** Three attempts after 1 and 2 s; 10 s for each. */
    private static final String POLICY = """
            {"timeout_ms":10000,"max_attempts":3,"schedule":{"kind":"exponential","initial_seconds":1}}""";

    private final Destinations destinations;

    public AlgohireWebhooks(Destinations destinations) {
        this.destinations = destinations;
    }

    public void create(Context ctx) {
        var tenant = OwnTenant.of(ctx);
        var fields = Fields.parse(Body.read(ctx));
        var draft = WebhookDraft.of(SignatureProfile.ALGOHIRE, POLICY)
                .topics(List.of(Words.require(fields, "event_type")))
                .url(Words.require(fields, "target_url"));
        fields.text("secret").ifPresent(draft::secret);
        active(fields).filter(active -> !active).ifPresent(draft::enabled);
        show(ctx, Success.CREATED, destinations.create(tenant, draft.fields(), WebhookDraft.MAKER));
    }

    public void list(Context ctx) {
        var webhooks = destinations.all(
                OwnTenant.of(ctx), row -> row.subscription().type().equals("webhook"));
        Success.list(ctx, "webhooks", webhooks, AlgohireWebhooks::write);
    }

    public void get(Context ctx) {
        show(ctx, Success.OK, destinations.get(key(ctx)));
    }

    /** What is not named stays as it is. */
    public void update(Context ctx) {
        var fields = Fields.parse(Body.read(ctx));
        var change = WebhookDraft.change();
        fields.text("event_type").ifPresent(type -> change.topics(List.of(type)));
        fields.text("target_url").ifPresent(change::url);
        fields.text("secret").ifPresent(change::secret);
        active(fields).ifPresent(change::enabled);
        var patch = change.fields();
        show(ctx, Success.OK, destinations.change(key(ctx), before -> patch, WebhookDraft.MAKER));
    }

    public void toggle(Context ctx) {
        var key = key(ctx);
        var enabled = destinations.get(key).row().subscription().state().enabled();
        show(ctx, Success.OK, enabled ? destinations.disable(key) : destinations.enable(key));
    }

    public void delete(Context ctx) {
        destinations.delete(key(ctx));
        Success.message(ctx, "Webhook deleted");
    }

    private static Optional<Boolean> active(Fields fields) {
        return fields.value("is_active").map(value -> {
            if (!value.isBoolean()) {
                throw ApiException.invalidJson("is_active must be true or false");
            }
            return value.booleanValue();
        });
    }

    private static DestinationKey key(Context ctx) {
        return Words.destination(OwnTenant.of(ctx), ctx.pathParam("webhook_id"));
    }

    private static void show(Context ctx, int status, DestinationView view) {
        Success.with(ctx, status, "webhook", json -> write(json, view));
    }

    private static void write(JsonGenerator json, DestinationView view) throws IOException {
        var row = view.row().subscription();
        json.writeStartObject();
        json.writeStringField("id", row.id().value());
        json.writeStringField("event_type", String.join(",", row.topics()));
        json.writeStringField("target_url", view.shown().target().orElse(""));
        Json.textIfAny(json, "secret", view.secret());
        json.writeBooleanField("is_active", row.state().enabled());
        Json.time(json, "created_at", row.createdAt());
        Json.time(json, "updated_at", row.updatedAt());
        json.writeEndObject();
    }
}
