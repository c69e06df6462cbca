package io.spillway.gateway.http;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.spillway.stream.query.Staleness;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a request with JSON. */
public final class Reply {

    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);
    private static final String CONTENT_TYPE = "application/json; charset=utf-8";

    private Reply() {}

    public static void json(Context ctx, int status, Json.Part body) {
        ctx.status(status);
        ctx.contentType(CONTENT_TYPE);
        Staleness.noted().ifPresent(age -> ctx.header(Staleness.HEADER, Long.toString(age.toMillis())));
        Body.finish(ctx);
        var bytes = Json.bytes(body);
        ctx.res().setContentLength(bytes.length);
        try {
            // Not as the context's result, which is copied through a buffer of its own.
            ctx.res().getOutputStream().write(bytes);
        } catch (IOException e) {
            LOG.debug("nobody is left to take the answer", e);
        }
    }

    /** {@code {"success": true}}. */
    public static void success(Context ctx, int status) {
        json(ctx, status, out -> {
            out.writeStartObject();
            out.writeBooleanField("success", true);
            out.writeEndObject();
        });
    }

    public static void error(Context ctx, ApiException error) {
        error.retryAfter().ifPresent(wait -> ctx.header(Header.RETRY_AFTER, Long.toString(wholeSeconds(wait))));
        json(ctx, error.code().status(), ErrorView.of(error.code().status(), error.reason(), error.details()));
    }

    /** For statuses that are not ours but the server's, as 400 for a broken request line. */
    public static void error(Context ctx, int status, String message) {
        json(ctx, status, ErrorView.of(status, message, new Details.None()));
    }

    private static long wholeSeconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
