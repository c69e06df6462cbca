package io.spillway.stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.spillway.domain.Event;
import io.spillway.domain.Outcome;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.TenantId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * What operator events say, in the words of the REST contract. A destination's {@code config} and an event's {@code data} are
 * left empty: the task cannot open the one and does not keep the other.
 */
public final class Particulars {

    private static final String ALL = "*";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Particulars() {}

    /** {@code {tenant_id, event, attempt, destination}}. */
    public static ObjectNode of(Report.Attempt attempt, Optional<Event> event, Subscription row) {
        var all = of(row);
        all.set("event", event(attempt, event));
        all.set("attempt", attempt(attempt));
        return all;
    }

    /** {@code {tenant_id, destination}}. */
    public static ObjectNode of(Subscription row) {
        var all = object().put("tenant_id", row.tenant().value());
        all.set("destination", destination(row));
        return all;
    }

    /** How the sum of a tenant's subscriptions was and is. */
    static ObjectNode of(TenantId tenant, List<Subscription> before, List<Subscription> after) {
        var all = object().put("tenant_id", tenant.value());
        all.set("topics", array(topics(after)));
        all.set("previous_topics", array(topics(before)));
        return all.put("destinations_count", after.size()).put("previous_destinations_count", before.size());
    }

    /** The topics that subscriptions want together. */
    static List<String> topics(List<Subscription> subscriptions) {
        var all = subscriptions.stream()
                .flatMap(one -> one.topics().stream())
                .sorted()
                .distinct()
                .toList();
        return all.contains(ALL) ? List.of(ALL) : all;
    }

    public static String time(Instant time) {
        return TIME.format(time);
    }

    private static ObjectNode destination(Subscription row) {
        var json = object();
        json.put("id", row.id().value())
                .put("tenant_id", row.tenant().value())
                .put("type", row.type())
                .set("topics", array(row.topics()));
        json.putObject("config");
        return json.put("created_at", time(row.createdAt()))
                .put(
                        "disabled_at",
                        row.state() instanceof SubscriptionState.Disabled(var since, var _) ? time(since) : null);
    }

    private static ObjectNode event(Report.Attempt attempt, Optional<Event> event) {
        var ref = attempt.delivery();
        var json = object().put("id", ref.event().value())
                .put("tenant_id", ref.tenant().value())
                .put("destination_id", ref.destination().value())
                .put("topic", ref.topic().orElse(""));
        event.ifPresent(known ->
                json.put("eligible_for_retry", known.eligibleForRetry()).put("time", time(known.time())));
        var metadata = json.putObject("metadata");
        event.ifPresent(known -> known.metadata().forEach(metadata::put));
        return json;
    }

    private static ObjectNode attempt(Report.Attempt attempt) {
        var ref = attempt.delivery();
        return object().put("id", attempt.id().toString())
                .put("tenant_id", ref.tenant().value())
                .put("event_id", ref.event().value())
                .put("destination_id", ref.destination().value())
                .put("destination_type", ref.destinationType())
                .put("attempt_number", attempt.number())
                .put("manual", attempt.manual())
                .put("status", attempt.succeeded() ? "success" : "failed")
                .put("time", time(attempt.time()))
                .put("code", attempt.outcome().code())
                .putRawValue("response_data", new RawValue(response(attempt.outcome())));
    }

    private static String response(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> delivered.response().data();
            case Outcome.Failed failed -> failed.response().map(Response::data).orElse("{}");
        };
    }

    private static ArrayNode array(List<String> texts) {
        var array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
