package io.spillway.gateway.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.spillway.stream.query.NotReadyException;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what went wrong becomes an answer. */
public final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int SERVER_FAULT = 500;

    private Failures() {}

    public static void mount(RoutesConfig routes) {
        routes.exception(ApiException.class, (e, ctx) -> Reply.error(ctx, e));
        routes.exception(NotReadyException.class, (e, ctx) -> Reply.error(ctx, notReady(e)));
        routes.exception(HttpResponseException.class, (e, ctx) -> server(ctx, e));
        routes.exception(Exception.class, (e, ctx) -> unexpected(ctx, e));
    }

    /** Says that something broke, and tells the log what; never the caller. */
    public static void unexpected(Context ctx, Throwable broken) {
        if (broken instanceof HttpException http && http.getCode() < SERVER_FAULT) {
            Reply.error(ctx, http.getCode(), "the request could not be read");
            return;
        }
        LOG.error("{} {} failed", ctx.method(), ctx.endpoint().path, broken);
        Reply.error(ctx, new ApiException(ErrorCode.INTERNAL, "internal server error"));
    }

    private static ApiException notReady(NotReadyException e) {
        return ApiException.unavailable(String.valueOf(e.getMessage()));
    }

    private static void server(Context ctx, HttpResponseException e) {
        switch (e.getStatus()) {
            case 404 -> Reply.error(ctx, new ApiException(ErrorCode.NOT_FOUND, "not found"));
            default -> Reply.error(ctx, e.getStatus(), String.valueOf(e.getMessage()));
        }
    }
}
