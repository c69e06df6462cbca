package io.spillway.gateway.adapter.algohire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.domain.AttemptId;
import io.spillway.domain.Command;
import io.spillway.domain.DestinationId;
import io.spillway.domain.TenantId;
import io.spillway.gateway.adapter.AdapterParts;
import io.spillway.gateway.destination.DestinationView;
import io.spillway.gateway.health.HealthRoutes;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.stream.query.AttemptRow;
import io.spillway.stream.query.Criteria;
import io.spillway.stream.query.statistics.Dimension;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Span;
import io.spillway.stream.query.statistics.Subject;
import io.spillway.stream.query.statistics.Sums;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Figures, health and the latest attempts, and having one tried again. */
public final class AlgohireDashboard {

    /** Figures go back as far as is usually kept in the stores. */
    private static final Duration COUNTED = Duration.ofDays(30);

    private final AdapterParts parts;
    private final HealthRoutes health;

    public AlgohireDashboard(AdapterParts parts, HealthRoutes health) {
        this.parts = parts;
        this.health = health;
    }

    public void stats(Context ctx) {
        var tenant = OwnTenant.of(ctx);
        var webhooks = parts.queries().subscriptions(tenant);
        var active = webhooks.stream()
                .filter(row -> row.subscription().state().enabled())
                .count();
        var events = sums(tenant, Subject.EVENTS);
        var attempts = sums(tenant, Subject.ATTEMPTS);
        Success.with(ctx, Success.OK, "stats", json -> {
            json.writeStartObject();
            json.writeNumberField("total_events", events.count());
            json.writeNumberField("total_webhooks", webhooks.size());
            json.writeNumberField("active_webhooks", active);
            json.writeNumberField("total_deliveries", attempts.count());
            json.writeNumberField("successful_deliveries", attempts.successful());
            json.writeNumberField("failed_deliveries", attempts.count() - attempts.successful());
            json.writeEndObject();
        });
    }

    public void health(Context ctx) {
        Success.with(ctx, Success.OK, "health", json -> {
            json.writeStartObject();
            json.writeStringField("storage", health.isAlive() ? "healthy" : "failed");
            Json.time(json, "timestamp", Instant.now());
            json.writeEndObject();
        });
    }

    /** The same without a key, for whoever watches the process. */
    public void ok(Context ctx) {
        var alive = health.isAlive();
        Reply.json(ctx, alive ? Success.OK : 503, json -> {
            json.writeStartObject();
            json.writeStringField("status", alive ? "OK" : "FAILED");
            Json.time(json, "timestamp", Instant.now());
            json.writeStringField("service", "spillway");
            json.writeEndObject();
        });
    }

    public void logs(Context ctx) {
        var tenant = OwnTenant.of(ctx);
        var slice = Slice.of(Query.of(ctx));
        var criteria = new Criteria.OfAttempts(
                Set.of(tenant), Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(), Criteria.Period.ALWAYS);
        var rows = slice.of(parts.queries().attempts(criteria, slice.scan()));
        var targets = targets(tenant, rows);
        Success.page(ctx, "logs", slice, rows, (json, row) -> write(json, row, targets));
    }

    /** Once more by hand, which ends in one attempt. */
    public void retry(Context ctx) {
        var tenant = OwnTenant.of(ctx);
        var id = Path.id(ctx, "log_id", AttemptId::parse, "log");
        var delivery = parts.queries()
                .delivery(Optional.of(tenant), id.delivery())
                .filter(entry -> entry.hasTried(id.number()))
                .orElseThrow(() -> ApiException.notFound("log"));
        if (delivery.attempts().getLast().succeeded()) {
            throw ApiException.badRequest("Delivery already successful");
        }
        var ref = delivery.ref();
        parts.changes().make(new Command.RetryDelivery(tenant, ref.event(), ref.destination()));
        Success.message(ctx, "Delivery marked for retry");
    }

    private Sums sums(TenantId tenant, Subject subject) {
        var now = Instant.now();
        var question = new Question(
                subject,
                new Span(now.minus(COUNTED), now),
                Optional.empty(),
                List.of(),
                Map.of(Dimension.TENANT_ID, Set.of(tenant.value())));
        return parts.queries().statistics(question).groups().values().stream()
                .findFirst()
                .orElse(Sums.NONE);
    }

    /** Where the destinations of these attempts are, as far as there still are any. */
    private Map<DestinationId, String> targets(TenantId tenant, List<AttemptRow> rows) {
        var wanted = rows.stream().map(row -> row.delivery().destination()).collect(Collectors.toSet());
        return parts
                .destinations()
                .all(tenant, row -> wanted.contains(row.subscription().id()))
                .stream()
                .collect(Collectors.toMap(view -> view.row().subscription().id(), AlgohireDashboard::target));
    }

    private static String target(DestinationView view) {
        return view.shown().target().orElse("");
    }

    private static void write(JsonGenerator json, AttemptRow row, Map<DestinationId, String> targets)
            throws IOException {
        json.writeStartObject();
        LogJson.write(json, row);
        json.writeStringField("event_type", row.delivery().topic().orElse(""));
        Json.textOrNull(
                json,
                "target_url",
                Optional.ofNullable(targets.get(row.delivery().destination())));
        json.writeEndObject();
    }
}
