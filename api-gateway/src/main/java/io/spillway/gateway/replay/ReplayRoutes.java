package io.spillway.gateway.replay;

import io.javalin.http.Context;
import io.spillway.domain.Answer;
import io.spillway.domain.Command;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Job;
import io.spillway.domain.JobId;
import io.spillway.domain.TenantId;
import io.spillway.domain.Work;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.job.Order;
import io.spillway.gateway.job.Orders;
import io.spillway.gateway.page.Listing;
import io.spillway.gateway.page.Narrowing;
import io.spillway.gateway.page.PageRequest;
import io.spillway.gateway.request.Changes;
import io.spillway.stream.query.Positions;
import io.spillway.stream.query.Queries;
import java.util.List;

/** Has events delivered again, and steers and shows the orders for it. */
public final class ReplayRoutes {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final Orders orders;
    private final Changes changes;
    private final Queries queries;

    public ReplayRoutes(Orders orders, Changes changes, Queries queries) {
        this.orders = orders;
        this.changes = changes;
        this.queries = queries;
    }

    public void start(Context ctx) {
        var fields = Fields.parse(Body.read(ctx));
        var order = Order.read(ctx, fields);
        var to = fields.bytes("to").map(bytes -> destination(Fields.parse(bytes)));
        to.ifPresent(id -> requireDestination(order.tenant(), id));
        orders.place(ctx, order, new Work.Replay(order.selection(), to, order.rate()))
                .ifPresent(job -> show(ctx, ACCEPTED, job));
    }

    public void list(Context ctx) {
        var query = Query.of(ctx);
        var tenants = Ids.set(query, "tenant_id", TenantId::new);
        var request = PageRequest.of(Listing.REPLAYS, query);
        var page = Narrowing.of(query, "event_id").page(request, scan -> queries.replays(tenants, scan), Positions::of);
        Reply.json(ctx, OK, page.json((json, job) -> view(job).write(json)));
    }

    public void get(Context ctx) {
        show(ctx, OK, find(ctx));
    }

    public void pause(Context ctx) {
        steer(ctx, Job.Steer.PAUSE);
    }

    public void resume(Context ctx) {
        steer(ctx, Job.Steer.RESUME);
    }

    public void cancel(Context ctx) {
        steer(ctx, Job.Steer.CANCEL);
    }

    private void steer(Context ctx, Job.Steer steer) {
        var job = find(ctx);
        if (!(changes.make(new Command.SteerJob(job.tenant(), job.id(), steer)) instanceof Answer.JobStored(var now))) {
            throw new IllegalStateException("a job that was steered is answered with the job");
        }
        show(ctx, OK, now);
    }

    private Job find(Context ctx) {
        var id = Path.id(ctx, "replay_id", JobId::new, "replay");
        return queries.job(Narrowing.tenant(Query.of(ctx), "replay"), id)
                .filter(job -> job.work() instanceof Work.Replay)
                .orElseThrow(() -> ApiException.notFound("replay"));
    }

    private static void show(Context ctx, int status, Job job) {
        Reply.json(ctx, status, view(job)::write);
    }

    private static ReplayView view(Job job) {
        if (!(job.work() instanceof Work.Replay replay)) {
            throw new IllegalStateException("only replays are asked for");
        }
        return new ReplayView(job, replay);
    }

    private static DestinationId destination(Fields to) {
        return to.text("destination_id")
                .map(text -> Ids.require(text, DestinationId::new))
                .orElseThrow(() -> ApiException.invalid(List.of("to.destination_id is required")));
    }

    private void requireDestination(TenantId tenant, DestinationId id) {
        if (queries.tenant(tenant).isEmpty()) {
            throw ApiException.notFound("tenant");
        }
        if (queries.subscription(tenant, id).isEmpty()) {
            throw ApiException.notFound("destination");
        }
    }
}
