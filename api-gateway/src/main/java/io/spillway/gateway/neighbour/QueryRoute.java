package io.spillway.gateway.neighbour;

import io.javalin.http.Context;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.stream.query.QueryService;
import io.spillway.stream.query.RemoteQueries;
import io.spillway.stream.query.Share;
import io.spillway.stream.query.Staleness;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Answers what another node asks about the partitions that this one has. */
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
        var share = share(ctx);
        if (share.copies()) {
            Staleness.allow();
        }
        try {
            var answer = service.answer(ctx.pathParam(KIND), share, question);
            Staleness.noted().ifPresent(age -> ctx.header(Staleness.HEADER, Long.toString(age.toMillis())));
            ctx.contentType("application/octet-stream");
            ctx.result(answer);
        } catch (IOException e) {
            throw ApiException.badRequest("this is no question");
        }
    }

    private static Share share(Context ctx) {
        try {
            return Share.parse(
                    Optional.ofNullable(ctx.header(RemoteQueries.SHARE)).orElseThrow());
        } catch (NoSuchElementException | IllegalArgumentException e) {
            throw ApiException.badRequest("a question says which partitions it is about");
        }
    }
}
