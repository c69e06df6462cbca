package io.spillway.gateway.adapter.hook0;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.gateway.adapter.Words;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.page.Cursor;
import io.spillway.gateway.page.Listing;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Criteria;
import io.spillway.stream.query.Queries;
import io.spillway.stream.query.Scan;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists attempts that were made, the newest first, in pages of 50; a {@code Link} header says where the next one is. */
public final class Hook0Attempts {

    private static final int OK = 200;
    private static final int PAGE = 50;

    private final Queries queries;

    public Hook0Attempts(Queries queries) {
        this.queries = queries;
    }

    public void list(Context ctx) {
        var tenant = Application.in(ctx);
        var query = Query.of(ctx);
        var after = query.one("pagination_cursor")
                .map(text -> Cursor.parse(Listing.ATTEMPTS, text).position());
        var found = rows(tenant, query, new Scan(PAGE + 1, true, after));
        var shown = found.subList(0, Math.min(PAGE, found.size()));
        if (found.size() > PAGE) {
            ctx.header("Link", next(ctx, query, shown.getLast()));
        }
        Reply.json(ctx, OK, Json.array(shown, Hook0Attempts::write));
    }

    private List<AttemptRow> rows(TenantId tenant, Query query, Scan scan) {
        if (Ids.nothingIn(query, "event_id", EventId::new)
                || Ids.nothingIn(query, "subscription_id", DestinationId::new)) {
            return List.of();
        }
        var criteria = new Criteria.OfAttempts(
                Set.of(tenant),
                Ids.set(query, "event_id", EventId::new),
                Ids.set(query, "subscription_id", DestinationId::new),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Criteria.Period.ALWAYS);
        return queries.attempts(criteria, scan);
    }

    private static String next(Context ctx, Query query, AttemptRow last) {
        var url = new StringBuilder(ctx.path()).append("?pagination_cursor=");
        url.append(new Cursor(Listing.ATTEMPTS, last.position()).text());
        for (var name : List.of("application_id", "event_id", "subscription_id")) {
            query.one(name)
                    .ifPresent(value -> url.append('&')
                            .append(name)
                            .append('=')
                            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        }
        return "<" + url + ">; rel=\"next\"";
    }

    private static void write(JsonGenerator json, AttemptRow row) throws IOException {
        var delivery = row.delivery();
        var tried = row.tried();
        var ended = Json.time(tried.time());
        var begun = Json.time(tried.time().minus(tried.duration()));
        json.writeStartObject();
        json.writeStringField("request_attempt_id", row.id().toString());
        json.writeStringField("event_id", delivery.event().value());
        json.writeObjectFieldStart("event");
        json.writeStringField("event_id", delivery.event().value());
        json.writeStringField("event_type_name", delivery.topic().orElse(""));
        json.writeEndObject();
        json.writeObjectFieldStart("subscription");
        json.writeStringField("subscription_id", delivery.destination().value());
        json.writeEndObject();
        json.writeStringField("created_at", begun);
        json.writeStringField("picked_at", begun);
        Json.textOrNull(json, "failed_at", tried.succeeded() ? Optional.empty() : Optional.of(ended));
        Json.textOrNull(json, "succeeded_at", tried.succeeded() ? Optional.of(ended) : Optional.empty());
        json.writeNumberField("retry_count", tried.number() - 1);
        var status = Words.status(tried.code());
        if (status.isPresent()) {
            json.writeNumberField("http_response_status", status.getAsInt());
        } else {
            json.writeNullField("http_response_status");
        }
        json.writeObjectFieldStart("status");
        json.writeStringField("type", tried.succeeded() ? "successful" : "failed");
        json.writeStringField("at", ended);
        json.writeNumberField("full_processing_ms", tried.duration().toMillis());
        json.writeEndObject();
        json.writeStringField("attempt_trigger", trigger(tried.manual(), tried.number()));
        json.writeEndObject();
    }

    private static String trigger(boolean manual, int number) {
        if (manual) {
            return "manual_retry";
        }
        return number == 1 ? "dispatch" : "auto_retry";
    }
}
