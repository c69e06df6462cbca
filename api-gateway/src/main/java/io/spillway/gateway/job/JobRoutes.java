package io.spillway.gateway.job;

import io.javalin.http.Context;
import io.spillway.domain.JobId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.page.Narrowing;
import io.spillway.stream.query.Queries;

/** Shows jobs. */
public final class JobRoutes {

    private static final int OK = 200;

    private final Queries queries;

    public JobRoutes(Queries queries) {
        this.queries = queries;
    }

    public void get(Context ctx) {
        var id = Path.id(ctx, "job_id", JobId::new, "job");
        var job =
                queries.job(Narrowing.tenant(Query.of(ctx), "job"), id).orElseThrow(() -> ApiException.notFound("job"));
        Reply.json(ctx, OK, new JobView(job)::write);
    }
}
