package io.spillway.gateway.adapter.harborhook;

import io.javalin.http.Context;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.gateway.adapter.ForeignEvent;
import io.spillway.gateway.adapter.Words;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.publish.Intake;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Takes events in and says how many endpoints each goes to. */
public final class HarborhookEvents {

    private static final int OK = 200;

    private final Intake intake;

    public HarborhookEvents(Intake intake) {
        this.intake = intake;
    }

    public void ping(Context ctx) {
        Reply.json(ctx, OK, json -> {
            json.writeStartObject();
            json.writeStringField("message", "pong");
            json.writeEndObject();
        });
    }

    /** A duplicate goes nowhere; where the count is not known in time it is 0, and a header says that it is still to come. */
    public void publish(Context ctx) {
        var tenant = Path.newTenantId(ctx);
        var fields = Fields.parse(Body.read(ctx, "the event", intake.maxBodyBytes()));
        var event = new ForeignEvent(
                tenant,
                Protobuf.text(fields, "idempotencyKey").map(key -> id(tenant, key)),
                Words.topic(Protobuf.require(fields, "eventType")),
                Optional.empty(),
                Map.of(),
                ForeignEvent.data("payload", fields.bytes("payload").orElseThrow(() -> Words.missing("payload"))));
        var taken = intake.take(Caller.of(ctx), event.publish());
        if (taken.destinations().isEmpty()) {
            ctx.header("x-spillway-routing", "pending");
        }
        Reply.json(ctx, OK, json -> {
            json.writeStartObject();
            json.writeStringField("eventId", taken.id().value());
            json.writeNumberField(
                    "fanoutCount", taken.duplicate() ? 0 : taken.destinations().orElse(0));
            json.writeEndObject();
        });
    }

    /** Ids are UUIDs there; the same key of a tenant is the same event. */
    private static EventId id(TenantId tenant, String key) {
        var name = tenant + "\0" + key;
        return new EventId(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
    }
}
