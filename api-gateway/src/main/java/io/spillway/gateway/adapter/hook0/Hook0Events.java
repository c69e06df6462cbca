package io.spillway.gateway.adapter.hook0;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.domain.Data;
import io.spillway.domain.EventId;
import io.spillway.gateway.adapter.ForeignEvent;
import io.spillway.gateway.adapter.Words;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.ErrorCode;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Ids;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.publish.Intake;
import io.spillway.gateway.topic.TopicRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes events in, and names their types. */
public final class Hook0Events {

    private static final int OK = 200;
    private static final int CREATED = 201;

    private final Intake intake;
    private final TopicRules topics;

    public Hook0Events(Intake intake, TopicRules topics) {
        this.intake = intake;
        this.topics = topics;
    }

    /** The payload comes as a text, so a body may be twice as long as what is in it. A duplicate is a conflict there. */
    public void ingest(Context ctx) {
        var fields = Fields.parse(Body.read(ctx, "the event", 2 * intake.maxBodyBytes()));
        var tenant = Application.in(ctx, fields);
        var event = new ForeignEvent(
                tenant,
                fields.text("event_id").map(text -> Ids.require(text, EventId::new)),
                Words.topic(Words.require(fields, "event_type")),
                fields.time("occurred_at"),
                metadata(fields),
                payload(fields));
        var receivedAt = Instant.now();
        var taken = intake.take(Caller.of(ctx), event.publish());
        if (taken.duplicate()) {
            throw new ApiException(ErrorCode.CONFLICT, "there is an event with this event_id already");
        }
        Reply.json(ctx, CREATED, json -> {
            json.writeStartObject();
            json.writeStringField("application_id", tenant.value());
            json.writeStringField("event_id", taken.id().value());
            Json.time(json, "received_at", receivedAt);
            json.writeEndObject();
        });
    }

    /** The topics of this deployment; none where events may have any. */
    public void types(Context ctx) {
        Application.in(ctx);
        Reply.json(ctx, OK, Json.array(topics.configured(), Hook0Events::writeType));
    }

    /** Nothing has to be created: a type can be used, or the operator does not have it. */
    public void addType(Context ctx) {
        var fields = Fields.parse(Body.read(ctx));
        Application.in(ctx, fields);
        var type = String.join(
                ".",
                Words.require(fields, "service"),
                Words.require(fields, "resource_type"),
                Words.require(fields, "verb"));
        topics.problem(Optional.of(type)).ifPresent(problem -> {
            throw ApiException.invalid(List.of("the topics of this deployment are configured, and " + type
                    + " is none of them: " + topics.configured()));
        });
        Reply.json(ctx, CREATED, json -> writeType(json, type));
    }

    /** Labels and metadata are one thing here; labels win, since subscriptions go by them. */
    private static Map<String, String> metadata(Fields fields) {
        var all = new HashMap<>(fields.texts("metadata"));
        all.putAll(fields.texts("labels"));
        return all;
    }

    private static Data.Inline payload(Fields fields) {
        var type = Words.require(fields, "payload_content_type");
        if (!type.equals("application/json")) {
            throw ApiException.invalid(
                    List.of("payload_content_type must be application/json, since events are JSON objects here"));
        }
        return ForeignEvent.data("payload", Words.require(fields, "payload").getBytes(StandardCharsets.UTF_8));
    }

    /** A topic of our own may have any number of parts; what is beyond three is the verb's. */
    private static void writeType(JsonGenerator json, String type) throws IOException {
        var parts = type.split("\\.", 3);
        json.writeStartObject();
        json.writeStringField("service_name", parts[0]);
        json.writeStringField("resource_type_name", parts.length > 1 ? parts[1] : "");
        json.writeStringField("verb_name", parts.length > 2 ? parts[2] : "");
        json.writeStringField("event_type_name", type);
        json.writeEndObject();
    }
}
