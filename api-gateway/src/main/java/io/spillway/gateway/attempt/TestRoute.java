package io.spillway.gateway.attempt;

import io.javalin.http.Context;
import io.spillway.domain.Command;
import io.spillway.domain.Data;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.EventId;
import io.spillway.domain.Rejection;
import io.spillway.domain.Subscription;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.publish.Door;
import io.spillway.gateway.publish.Publisher;
import io.spillway.gateway.request.Changes;
import io.spillway.gateway.request.Rejections;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Queries;
import io.spillway.wire.PublishBody;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sends one destination an event that is made for it, whatever topics and filter it has, and shows how that went. */
public final class TestRoute {

    private static final int OK = 200;
    private static final int MOST_BYTES = 2 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Include RESPONSE = new Include(false, false, true, false, true);
    private static final Data.Inline USUAL = new Data.Inline("{\"test\":true}".getBytes(StandardCharsets.UTF_8));

    private final Door door;
    private final Publisher publisher;
    private final Changes changes;
    private final Queries queries;
    private final AttemptViews views;

    public TestRoute(Door door, Publisher publisher, Changes changes, Queries queries, AttemptViews views) {
        this.door = door;
        this.publisher = publisher;
        this.changes = changes;
        this.queries = queries;
        this.views = views;
    }

    public void test(Context ctx) {
        var key = Path.destination(ctx);
        var fields = Fields.parseOptional(Body.read(ctx, "the event", MOST_BYTES));
        var row = subscription(key);
        if (!row.state().delivers()) {
            throw Rejections.of(Rejection.DESTINATION_DISABLED);
        }
        var event = door.admit(body(row, fields), Optional.empty());
        publisher.publish(event);
        // By hand, since that ends in one attempt, marked so, whatever the destination wants.
        changes.make(new Command.RetryDelivery(key.tenant(), event.id(), key.destination()));
        Reply.json(
                ctx, OK, views.of(List.of(attempt(key, event.id())), RESPONSE).getFirst()::write);
    }

    private Subscription subscription(DestinationKey key) {
        var row = queries.subscription(key.tenant(), key.destination());
        if (row.isEmpty() && queries.tenant(key.tenant()).isEmpty()) {
            throw ApiException.notFound("tenant");
        }
        return row.orElseThrow(() -> ApiException.notFound("destination")).subscription();
    }

    /** It is for a destination that there cannot be, so that no other delivers it; a failure is final. */
    private PublishBody.Fields body(Subscription row, Fields fields) {
        return new PublishBody.Fields(
                Optional.of(row.tenant()),
                Optional.empty(),
                fields.text("topic").or(() -> door.topicFor(row.topics())),
                Optional.empty(),
                Map.of(),
                Optional.of(fields.value("data").isEmpty() ? USUAL : data(fields)),
                false,
                Optional.of(new DestinationId("none:" + UUID.randomUUID())),
                List.of());
    }

    private static Data.Inline data(Fields fields) {
        if (fields.value("data").filter(value -> value.isObject()).isEmpty()) {
            throw ApiException.invalidJson("data must be an object");
        }
        return new Data.Inline(fields.bytes("data").orElseThrow());
    }

    private AttemptRow attempt(DestinationKey key, EventId event) {
        var until = System.nanoTime() + PATIENCE.toNanos();
        var delivery = DeliveryId.of(key.tenant(), event, key.destination());
        while (System.nanoTime() < until) {
            var tried = queries.delivery(Optional.of(key.tenant()), delivery)
                    .filter(entry -> !entry.attempts().isEmpty());
            if (tried.isPresent()) {
                return new AttemptRow(tried.get().ref(), tried.get().attempts().getFirst());
            }
            pause();
        }
        throw ApiException.unavailable("the attempt has not ended yet; it will be among those of event " + event);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an attempt was awaited", e);
        }
    }
}
