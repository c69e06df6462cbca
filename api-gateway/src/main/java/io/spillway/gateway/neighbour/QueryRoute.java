package io.spillway.gateway.neighbour;

import io.javalin.http.Context;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.stream.query.QueryService;
import java.io.IOException;

/** Answers what another node asks about the tenants that this one owns. */
public final class QueryRoute {

    /** The path parameter that names the kind of question. */
    public static final String KIND = "kind";

    private static final int LARGEST_QUESTION = 8 << 20;

    private final QueryService service;

    public QueryRoute(QueryService service) {
        this.service = service;
    }

    public void answer(Context ctx) {
        var question = Body.read(ctx, "the question", LARGEST_QUESTION);
        try {
            ctx.contentType("application/octet-stream");
            ctx.result(service.answer(ctx.pathParam(KIND), question));
        } catch (IOException e) {
            throw ApiException.badRequest("this is no question");
        }
    }
}
