package io.spillway.gateway.adapter.harborhook;

import io.javalin.http.Context;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.Selection;
import io.spillway.domain.Work;
import io.spillway.gateway.adapter.AdapterParts;
import io.spillway.gateway.event.Events;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Reply;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Has one delivery made once more: a replay of its event for its destination, whose one new delivery names the first. As
 * there, at most one of a delivery is pending: who asks again meanwhile is told of that one.
 */
public final class HarborhookReplays {

    private static final int OK = 200;

    private final AdapterParts parts;

    public HarborhookReplays(AdapterParts parts) {
        this.parts = parts;
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
        var job = pendingOrNew(source);
        Reply.json(ctx, OK, json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("newAttempt");
            json.writeStringField("deliveryId", made(source, job).value());
            json.writeStringField("eventId", source.event().value());
            json.writeStringField("endpointId", source.destination().value());
            json.writeStringField("status", "DELIVERY_ATTEMPT_STATUS_QUEUED");
            json.writeStringField("replayOf", id.value());
            Json.time(json, "enqueuedAt", job.createdAt());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private Job pendingOrNew(DeliveryRef source) {
        for (var number = Math.max(1, last(source)); ; number++) {
            var job = begun(source, number);
            if (!job.state().ended() || isPending(source, job)) {
                return job;
            }
        }
    }

    /** The number of the last replay of a delivery that has made one; 0 where there is none. */
    private int last(DeliveryRef source) {
        var prefix = source.id() + "-";
        return Events.find(parts.queries(), Optional.of(source.tenant()), source.event()).replayed().stream()
                .map(one -> one.replay().value())
                .filter(name -> name.startsWith(prefix))
                .mapToInt(name -> Integer.parseInt(name.substring(prefix.length())))
                .max()
                .orElse(0);
    }

    /** The replay of this number, which two who ask at once name alike: the task begins it once. */
    private Job begun(DeliveryRef source, int number) {
        var one = new Selection(
                Set.of(source.event()),
                Set.of(source.destination()),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty());
        var work = new Work.Replay(one, Optional.empty(), Optional.empty());
        return parts.changes()
                .begin(Job.ordered(new JobId(source.id() + "-" + number), source.tenant(), work, Instant.now()));
    }

    private boolean isPending(DeliveryRef source, Job job) {
        return parts.queries()
                .delivery(Optional.of(source.tenant()), made(source, job))
                .filter(delivery -> !delivery.state().ended())
                .isPresent();
    }

    private static DeliveryId made(DeliveryRef source, Job job) {
        return DeliveryId.of(source.tenant(), source.event(), source.destination(), job.id());
    }
}
