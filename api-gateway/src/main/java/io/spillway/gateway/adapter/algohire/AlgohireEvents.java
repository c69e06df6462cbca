package io.spillway.gateway.adapter.algohire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.gateway.adapter.AdapterParts;
import io.spillway.gateway.adapter.ForeignEvent;
import io.spillway.gateway.adapter.Words;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.event.EventView;
import io.spillway.gateway.event.Events;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Criteria;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes events in, and shows them and what was tried of them. */
public final class AlgohireEvents {

    private static final int ATTEMPTS_AT_MOST = 1000;

    private final AdapterParts parts;

    public AlgohireEvents(AdapterParts parts) {
        this.parts = parts;
    }

    /** A duplicate is no error, and makes no event. */
    public void create(Context ctx) {
        var tenant = OwnTenant.of(ctx);
        var fields = Fields.parse(Body.read(ctx, "the event", parts.intake().maxBodyBytes()));
        var type = Words.topic(Words.require(fields, "type"));
        var now = Instant.now();
        var event = new ForeignEvent(
                tenant,
                Optional.of(Ids.require(Words.require(fields, "event_id"), EventId::new)),
                type,
                Optional.of(now),
                Map.of(),
                ForeignEvent.data("payload", fields.bytes("payload").orElseThrow(() -> Words.missing("payload"))));
        var taken = parts.intake().take(Caller.of(ctx), event.publish());
        if (taken.duplicate()) {
            Success.of(ctx, Success.OK, json -> {
                json.writeNullField("event");
                json.writeStringField("message", "there is an event with this event_id already; nothing was created");
            });
        } else {
            Success.with(
                    ctx,
                    Success.CREATED,
                    "event",
                    json -> write(
                            json, taken.id(), type, Optional.of(event.data().bytes()), now));
        }
    }

    public void list(Context ctx) {
        var slice = Slice.of(Query.of(ctx));
        Success.page(ctx, "events", slice, views(OwnTenant.of(ctx), Set.of(), slice), AlgohireEvents::write);
    }

    public void ofType(Context ctx) {
        var topics = Set.of(ctx.pathParam("type"));
        Success.list(ctx, "events", views(OwnTenant.of(ctx), topics, Slice.of(Query.of(ctx))), AlgohireEvents::write);
    }

    public void get(Context ctx) {
        var view = EventView.withData(List.of(event(ctx)), parts.bodies()).getFirst();
        Success.with(ctx, Success.OK, "event", json -> write(json, view));
    }

    public void deliveryLogs(Context ctx) {
        var event = event(ctx).event();
        var criteria = new Criteria.OfAttempts(
                Set.of(event.tenant()),
                Set.of(event.id()),
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Criteria.Period.ALWAYS);
        var rows = parts.queries().attempts(criteria, new Slice(ATTEMPTS_AT_MOST, 0).scan());
        Success.list(ctx, "logs", rows, AlgohireEvents::writeLog);
    }

    private static void writeLog(JsonGenerator json, AttemptRow row) throws IOException {
        json.writeStartObject();
        LogJson.write(json, row);
        json.writeEndObject();
    }

    private EventEntry event(Context ctx) {
        var id = Path.id(ctx, "event_id", EventId::new, "event");
        return Events.find(parts.queries(), Optional.of(OwnTenant.of(ctx)), id);
    }

    private List<EventView> views(TenantId tenant, Set<String> topics, Slice slice) {
        var criteria = new Criteria.OfEvents(Set.of(tenant), Set.of(), Set.of(), topics, Criteria.Period.ALWAYS);
        return EventView.withData(slice.of(parts.queries().events(criteria, slice.scan())), parts.bodies());
    }

    private static void write(JsonGenerator json, EventView view) throws IOException {
        var event = view.entry().event();
        write(
                json,
                event.id(),
                event.topic().orElse(""),
                view.data(),
                view.entry().receivedAt());
    }

    /** @param payload absent where it is no longer kept */
    private static void write(JsonGenerator json, EventId id, String type, Optional<byte[]> payload, Instant createdAt)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id.value());
        json.writeStringField("event_id", id.value());
        json.writeStringField("type", type);
        if (payload.isPresent()) {
            Json.raw(json, "payload", new String(payload.get(), StandardCharsets.UTF_8));
        }
        Json.time(json, "created_at", createdAt);
        json.writeEndObject();
    }
}
