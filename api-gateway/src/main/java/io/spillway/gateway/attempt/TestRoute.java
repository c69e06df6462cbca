package io.spillway.gateway.attempt;

import io.javalin.http.Context;
import io.spillway.domain.Data;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Rejection;
import io.spillway.domain.Subscription;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.publish.Door;
import io.spillway.gateway.request.Rejections;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Queries;
import io.spillway.wire.PublishBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Sends one destination an event that is made for it, whatever topics and filter it has, and shows how that went. */
public final class TestRoute {

    private static final int OK = 200;
    private static final Include RESPONSE = new Include(false, false, true, false, true);
    private static final byte[] NOTHING = {'{', '}'};
    private static final Data.Inline USUAL = new Data.Inline("{\"test\":true}".getBytes(StandardCharsets.UTF_8));

    private final Door door;
    private final Queries queries;
    private final Trials trials;
    private final AttemptViews views;
    private final Set<DestinationKey> tested = ConcurrentHashMap.newKeySet();

    public TestRoute(Door door, Queries queries, Trials trials, AttemptViews views) {
        this.door = door;
        this.queries = queries;
        this.trials = trials;
        this.views = views;
    }

    public void test(Context ctx) {
        var key = Path.destination(ctx);
        var body = Body.read(ctx, "the event", door.maxBodyBytes());
        var attempt = inTurn(key, body);
        Reply.json(ctx, OK, views.of(List.of(attempt), RESPONSE).getFirst()::write);
    }

    /** One at a time for each destination, since every test is a call that somebody else has to take. */
    private AttemptRow inTurn(DestinationKey key, byte[] body) {
        if (!tested.add(key)) {
            throw ApiException.tooMany("a test of this destination has not ended yet; try again");
        }
        try {
            return attempt(key, body);
        } finally {
            tested.remove(key);
        }
    }

    private AttemptRow attempt(DestinationKey key, byte[] body) {
        var row = subscription(key);
        if (!row.state().enabled()) {
            throw Rejections.of(Rejection.DESTINATION_DISABLED);
        }
        return trials.attempt(key, door.admit(event(row, body), Optional.empty()));
    }

    private Subscription subscription(DestinationKey key) {
        var row = queries.subscription(key.tenant(), key.destination());
        if (row.isEmpty() && queries.tenant(key.tenant()).isEmpty()) {
            throw ApiException.notFound("tenant");
        }
        return row.orElseThrow(() -> ApiException.notFound("destination")).subscription();
    }

    /** Read as a publish is. It is for a destination that there cannot be, so that no other delivers it; a failure is final. */
    private PublishBody event(Subscription row, byte[] body) {
        return switch (PublishBody.read(body.length == 0 ? NOTHING : body)) {
            case PublishBody.Broken broken -> broken;
            case PublishBody.Fields given ->
                new PublishBody.Fields(
                        Optional.of(row.tenant()),
                        Optional.empty(),
                        given.topic().or(() -> door.topicFor(row.topics())),
                        Optional.empty(),
                        Map.of(),
                        given.data().or(() -> Optional.of(USUAL)),
                        false,
                        Optional.of(new DestinationId("none:" + UUID.randomUUID())),
                        given.malformed());
        };
    }
}
