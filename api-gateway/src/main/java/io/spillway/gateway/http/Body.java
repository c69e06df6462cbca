package io.spillway.gateway.http;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads request bodies, once and never more than allowed. */
public final class Body {

    /** How long the rest of a body that no route has read may take to come. */
    public static final Duration SKIPPED_WITHIN = Duration.ofSeconds(5);

    private static final String WITHIN = "spillway-body-within";
    private static final int USUAL_LIMIT = 1 << 20;
    private static final int SKIPPED_AT_MOST = 16 << 20;
    private static final int BUFFER = 8 * 1024;
    private static final String CONNECTION = "Connection";
    private static final String CLOSE = "close";

    private static final Logger LOG = LoggerFactory.getLogger(Body.class);

    private Body() {}

    /** The body of anything but a publish; at most 1 MiB. */
    public static byte[] read(Context ctx) {
        return read(ctx, "the body", USUAL_LIMIT);
    }

    /**
     * The whole body.
     *
     * @param limit in bytes; a longer body is refused with 413 and not kept
     */
    public static byte[] read(Context ctx, String what, int limit) {
        var announced = ctx.req().getContentLengthLong();
        if (announced > limit) {
            throw ApiException.tooLarge(what, limit);
        }
        try (var in = ctx.req().getInputStream()) {
            var bytes = in.readNBytes(announced < 0 ? limit + 1 : (int) announced);
            if (bytes.length > limit) {
                throw ApiException.tooLarge(what, limit);
            }
            return bytes;
        } catch (IOException e) {
            throw ApiException.badRequest("the body could not be read");
        }
    }

    /** Has {@link #finish} bear with this request's body for so long. */
    public static void bear(Context ctx, Duration within) {
        ctx.attribute(WITHIN, within);
    }

    /**
     * Has the connection ready for the next request, or says in the answer that it is not. What no route has read is skipped first,
     * since an answer can be lost when a client is still sending while the connection ends; unless it is too much, or comes too slowly.
     */
    public static void finish(Context ctx) {
        if (CLOSE.equals(ctx.res().getHeader(CONNECTION))) {
            return; // said already
        }
        if (isSkipped(ctx)) {
            skip(ctx);
        }
        if (!ServletContextRequest.getServletContextRequest(ctx.req()).consumeAvailable()) {
            ctx.header(CONNECTION, CLOSE);
        }
    }

    private static boolean isSkipped(Context ctx) {
        // Whoever expects to be told to continue is not, and sends no body.
        return ctx.header(Header.EXPECT) == null && ctx.req().getContentLengthLong() <= SKIPPED_AT_MOST;
    }

    private static void skip(Context ctx) {
        try {
            var in = ctx.req().getInputStream();
            // Most often nothing is left, and skipping takes a buffer.
            if (in.read() >= 0) {
                skip(in, Objects.requireNonNullElse(ctx.attribute(WITHIN), SKIPPED_WITHIN));
            }
        } catch (IOException e) {
            LOG.debug("the rest of a body did not come", e);
        }
    }

    private static void skip(InputStream in, Duration within) throws IOException {
        var since = System.nanoTime();
        var buffer = new byte[BUFFER];
        var skipped = 0L;
        var read = 0;
        while (read >= 0 && skipped < SKIPPED_AT_MOST && System.nanoTime() - since < within.toNanos()) {
            read = in.read(buffer);
            skipped += read;
        }
    }
}
