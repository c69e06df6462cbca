package io.spillway.gateway.publish;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Reply;
import io.spillway.wire.CloudEvents;
import io.spillway.wire.PublishBody;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Takes events in. */
public final class PublishRoutes {

    private static final int ACCEPTED = 202;
    private static final int MOST_ITEMS = 1000;

    private final Intake intake;
    private final int maxBatchBytes;

    /** @param maxBatchBytes of the body of a batch */
    public PublishRoutes(Intake intake, int maxBatchBytes) {
        this.intake = intake;
        this.maxBatchBytes = maxBatchBytes;
    }

    /** An event as the contract writes it, or a CloudEvent in any of its three modes. */
    public void one(Context ctx) {
        switch (Mode.of(ctx)) {
            case PLAIN -> publish(ctx, PublishBody.read(oneBody(ctx)));
            case STRUCTURED -> publish(ctx, CloudEvents.structured(oneBody(ctx)));
            case BINARY -> publish(ctx, CloudEvents.binary(CloudEventHeaders.of(ctx), oneBody(ctx)));
            case BATCHED -> publishAll(ctx, CloudEvents.batch(batchBody(ctx)), CloudEvents::structured);
        }
    }

    /** All are sent before the first is waited for, in their order; each is judged on its own. */
    public void batch(Context ctx) {
        publishAll(ctx, PublishBody.batch(batchBody(ctx)), PublishBody::read);
    }

    private byte[] oneBody(Context ctx) {
        return Body.read(ctx, "the event", intake.maxBodyBytes());
    }

    private byte[] batchBody(Context ctx) {
        return Body.read(ctx, "the batch", maxBatchBytes);
    }

    private void publish(Context ctx, PublishBody body) {
        var event = intake.admit(Caller.of(ctx), body, idempotencyKey(ctx));
        try (var flight = intake.send(event)) {
            switch (flight.await()) {
                case Published.Refused(var error) -> throw error;
                case Published.Routed routed -> Reply.json(ctx, ACCEPTED, routed::write);
                case Published.Unanswered unanswered -> {
                    ctx.header("x-spillway-routing", "pending");
                    Reply.json(ctx, ACCEPTED, unanswered::write);
                }
            }
        }
    }

    private void publishAll(Context ctx, PublishBody.Batch batch, Function<byte[], PublishBody> reader) {
        var caller = Caller.of(ctx);
        var items = items(batch).stream()
                .map(item -> send(reader.apply(item), caller))
                .toList();
        var results = items.stream().map(Item::await).toList();
        Reply.json(ctx, ACCEPTED, json -> write(json, results));
    }

    /** One event of a batch: on its way, or refused at the door. */
    private sealed interface Item {

        Published await();

        record Sent(Publisher.Flight flight) implements Item {
            @Override
            public Published await() {
                try (flight) {
                    return flight.await();
                }
            }
        }

        record Stopped(ApiException error) implements Item {
            @Override
            public Published await() {
                return new Published.Refused(error);
            }
        }
    }

    private Item send(PublishBody body, Caller caller) {
        try {
            return new Item.Sent(intake.send(intake.admit(caller, body, Optional.empty())));
        } catch (ApiException e) {
            return new Item.Stopped(e);
        }
    }

    private static List<byte[]> items(PublishBody.Batch batch) {
        return switch (batch) {
            case PublishBody.Broken(var cause, var detail) -> throw ApiException.invalidJson(detail);
            case PublishBody.NoItems(var problem) -> throw ApiException.invalid(List.of(problem));
            case PublishBody.Items(var bodies) -> bounded(bodies);
        };
    }

    private static List<byte[]> bounded(List<byte[]> bodies) {
        if (bodies.isEmpty() || bodies.size() > MOST_ITEMS) {
            throw ApiException.invalid(List.of("a batch must have 1 to " + MOST_ITEMS + " events"));
        }
        return bodies;
    }

    private static void write(JsonGenerator json, List<Published> results) throws IOException {
        json.writeStartObject();
        json.writeFieldName("results");
        Json.array(results, (out, result) -> result.write(out)).write(json);
        json.writeEndObject();
    }

    private static Optional<String> idempotencyKey(Context ctx) {
        return Stream.of("Idempotency-Key", "x-outpost-idempotency-key")
                .flatMap(name -> Stream.ofNullable(ctx.header(name)))
                .filter(key -> !key.isEmpty())
                .findFirst();
    }
}
