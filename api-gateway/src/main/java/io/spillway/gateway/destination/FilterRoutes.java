package io.spillway.gateway.destination;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.NewIds;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.limit.Turns;
import io.spillway.stream.filter.EventView;
import io.spillway.stream.filter.Explanation;
import io.spillway.wire.PublishBody;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.Stream;

/** Says whether a filter that nobody has saved lets an event through that nobody has published, and why. */
public final class FilterRoutes {

    private static final int OK = 200;
    /** Enough to try things out; the time that a test takes grows with filter times event. */
    private static final int MOST_BYTES = 64 * 1024;

    private final NewIds ids;
    private final Turns turns;

    public FilterRoutes(NewIds ids, Turns turns) {
        this.ids = ids;
        this.turns = turns;
    }

    public void test(Context ctx) {
        var body = Body.read(ctx, "filter and event together", MOST_BYTES);
        var caller = Caller.of(ctx);
        var explanation = turns.run(() -> explanation(body, caller));
        Reply.json(ctx, OK, json -> write(json, explanation));
    }

    private Explanation explanation(byte[] body, Caller caller) {
        var fields = Fields.parse(body);
        requireAll(fields, "filter", "event");
        var filter = Filters.compiled(fields.bytes("filter").orElseThrow());
        var event = event(fields.bytes("event").orElseThrow());
        event.tenant().ifPresent(caller::requireReach);
        return filter.explain(view(event));
    }

    private static void requireAll(Fields fields, String... names) {
        var missing = Stream.of(names)
                .filter(name -> fields.bytes(name).isEmpty())
                .map(name -> name + " is required")
                .toList();
        if (!missing.isEmpty()) {
            throw ApiException.invalid(missing);
        }
    }

    /** As a publish would read it, except that the tenant may be left out, since it does not matter. */
    private static PublishBody.Fields event(byte[] json) {
        return switch (PublishBody.read(json)) {
            case PublishBody.Broken(var cause, var detail) ->
                throw ApiException.invalidJson(detail.replaceFirst("^the body", "event"));
            case PublishBody.Fields event -> checked(event);
        };
    }

    private static PublishBody.Fields checked(PublishBody.Fields event) {
        var problems = event.problems().stream()
                .filter(problem -> !problem.equals("tenant_id is required"))
                .map(problem -> "event." + problem)
                .toList();
        if (problems.isEmpty()) {
            return event;
        }
        throw event.mistyped() ? ApiException.invalidJson(problems) : ApiException.invalid(problems);
    }

    private EventView view(PublishBody.Fields event) {
        return new EventView(
                event.id().orElseGet(ids::event).value(),
                event.topic(),
                event.time().orElseGet(Instant::now),
                event.metadata(),
                event.data().orElseThrow().bytes());
    }

    private static void write(JsonGenerator json, Explanation explanation) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("matches", explanation.matches());
        FilterDecision.write(json, explanation.decidedBy());
        json.writeEndObject();
    }
}
