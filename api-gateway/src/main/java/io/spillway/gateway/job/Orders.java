package io.spillway.gateway.job;

import io.javalin.http.Context;
import io.spillway.domain.Job;
import io.spillway.domain.Work;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.NewIds;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.request.Changes;
import io.spillway.stream.query.Queries;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Has jobs begun, or tells how many deliveries they would be about. */
public final class Orders {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final Changes changes;
    private final Queries queries;
    private final NewIds ids;

    public Orders(Changes changes, Queries queries, NewIds ids) {
        this.changes = changes;
        this.queries = queries;
        this.ids = ids;
    }

    /** Cancels deliveries that have not ended. */
    public void cancel(Context ctx) {
        take(ctx, order -> new Work.Cancel(order.selection()));
    }

    public void redrive(Context ctx) {
        take(ctx, order -> new Work.Redrive(order.selection(), order.rate()));
    }

    public void discard(Context ctx) {
        take(ctx, order -> new Work.Discard(order.selection()));
    }

    private void take(Context ctx, Function<Order, Work> work) {
        var order = Order.read(ctx, Fields.parse(Body.read(ctx)));
        place(ctx, order, work.apply(order))
                .ifPresent(job -> Reply.json(ctx, ACCEPTED, json -> {
                    json.writeStartObject();
                    json.writeStringField("job_id", job.id().value());
                    json.writeEndObject();
                }));
    }

    /** The job that was begun; nothing where only its extent was asked for, which is answered then. */
    public Optional<Job> place(Context ctx, Order order, Work work) {
        var job = Job.ordered(ids.job(), order.tenant(), work, Instant.now());
        if (order.dryRun()) {
            count(ctx, job);
            return Optional.empty();
        }
        return Optional.of(changes.begin(job));
    }

    private void count(Context ctx, Job job) {
        if (queries.tenant(job.tenant()).isEmpty()) {
            throw ApiException.notFound("tenant");
        }
        var count = queries.count(job);
        Reply.json(ctx, OK, json -> {
            json.writeStartObject();
            json.writeNumberField("count", count);
            json.writeEndObject();
        });
    }
}
