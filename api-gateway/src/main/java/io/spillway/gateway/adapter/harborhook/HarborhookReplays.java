package io.spillway.gateway.adapter.harborhook;

import io.javalin.http.Context;
import io.spillway.domain.Command;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.Job;
import io.spillway.domain.Selection;
import io.spillway.domain.Work;
import io.spillway.gateway.adapter.AdapterParts;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.NewIds;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Reply;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Has one delivery made once more: a replay of its event for its destination, whose one new delivery names the first. */
public final class HarborhookReplays {

    private static final int OK = 200;

    private final AdapterParts parts;
    private final NewIds ids;

    public HarborhookReplays(AdapterParts parts, NewIds ids) {
        this.parts = parts;
        this.ids = ids;
    }

    /** The reason that a body may give is in the log of whoever asks; nothing here keeps it. */
    public void replay(Context ctx) {
        var tenant = Path.tenant(ctx, parts.queries()).id();
        Fields.parseOptional(Body.read(ctx)).text("reason");
        var id = Path.id(ctx, "delivery_id", DeliveryId::new, "delivery");
        var source = parts.queries()
                .delivery(Optional.of(tenant), id)
                .orElseThrow(() -> ApiException.notFound("delivery"))
                .ref();
        var one = new Selection(
                Set.of(source.event()),
                Set.of(source.destination()),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty());
        var work = new Work.Replay(one, Optional.empty(), Optional.empty());
        var job = Job.ordered(ids.job(), tenant, work, Instant.now());
        parts.changes().make(new Command.StartJob(job));
        Reply.json(ctx, OK, json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("newAttempt");
            json.writeStringField(
                    "deliveryId",
                    DeliveryId.of(tenant, source.event(), source.destination(), job.id())
                            .value());
            json.writeStringField("eventId", source.event().value());
            json.writeStringField("endpointId", source.destination().value());
            json.writeStringField("status", "DELIVERY_ATTEMPT_STATUS_QUEUED");
            json.writeStringField("replayOf", id.value());
            Json.time(json, "enqueuedAt", job.createdAt());
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
