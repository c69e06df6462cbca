package io.spillway.gateway.live;

import io.javalin.http.Context;
import io.spillway.gateway.auth.Gate;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.metrics.RequestMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what happens as it happens. */
public final class LiveRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);
    private static final int OK = 200;
    private static final Duration COMMENT_EVERY = Duration.ofSeconds(15);
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final Feed feed;
    private final Seats seats;

    public LiveRoutes(Feed feed, Seats seats) {
        this.feed = feed;
        this.seats = seats;
    }

    /** Goes on until the client leaves, or the stream says that it is over. */
    public void follow(Context ctx) {
        var interest = Interest.of(Query.of(ctx));
        var from = bookmark(ctx);
        try (var _ = seats.take(interest.tenants());
                var following = feed.follow(interest, from)) {
            begin(ctx).tell(following, () -> Gate.stillAdmits(ctx));
        } catch (IOException e) {
            LOG.debug("nobody is left to tell", e);
        }
    }

    private static EventStream begin(Context ctx) throws IOException {
        RequestMetrics.leaveOut(ctx);
        ctx.status(OK);
        ctx.contentType("text/event-stream");
        ctx.header("Cache-Control", "no-store");
        ctx.header("X-Accel-Buffering", "no");
        return new EventStream(ctx.res().getOutputStream(), COMMENT_EVERY);
    }

    private static Optional<Bookmark> bookmark(Context ctx) {
        try {
            return Optional.ofNullable(ctx.header(LAST_EVENT_ID))
                    .filter(id -> !id.isEmpty())
                    .map(Bookmark::parse);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("Last-Event-ID is not the id of an event of this stream");
        }
    }
}
