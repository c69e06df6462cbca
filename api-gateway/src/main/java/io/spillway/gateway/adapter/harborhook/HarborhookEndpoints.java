package io.spillway.gateway.adapter.harborhook;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.spillway.domain.SignatureProfile;
import io.spillway.domain.Subscription;
import io.spillway.gateway.adapter.WebhookDraft;
import io.spillway.gateway.adapter.Words;
import io.spillway.gateway.destination.DestinationView;
import io.spillway.gateway.destination.Destinations;
import io.spillway.gateway.http.Body;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Path;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.topic.TopicRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Creates endpoints and subscribes them. An endpoint is a destination; a subscription is one of its topics, and needs no row of
 * its own. As long as it has none, a filter that lets nothing pass stands in for them.
 */
public final class HarborhookEndpoints {

    private static final int OK = 200;

    /** Five attempts after 1, 5, 10 and 30 s, each wait up to a tenth longer; 30 s for each. */
    private static final String POLICY = """
            {"timeout_ms":30000,"max_attempts":5,"jitter":0.1,"schedule":{"kind":"list","seconds":[1,5,10,30]}}""";

    private static final ObjectNode NOTHING = nothing();

    private final Destinations destinations;

    public HarborhookEndpoints(Destinations destinations) {
        this.destinations = destinations;
    }

    public void create(Context ctx) {
        var fields = Fields.parse(Body.read(ctx));
        var draft = WebhookDraft.of(SignatureProfile.HARBORHOOK, POLICY)
                .url(Words.require(fields, "url"))
                .topics(List.of(TopicRules.ALL))
                .filter(Optional.of(NOTHING));
        fields.text("secret").ifPresent(draft::secret);
        var view = destinations.create(Path.tenantId(ctx), draft.fields(), WebhookDraft.MAKER);
        Reply.json(ctx, OK, json -> writeEndpoint(json, view));
    }

    public void subscribe(Context ctx) {
        var fields = Fields.parse(Body.read(ctx));
        var type = Words.topic(Protobuf.require(fields, "eventType"));
        var key = Words.destination(Path.tenantId(ctx), Protobuf.require(fields, "endpointId"));
        var changed = destinations
                .change(key, before -> with(before, type), WebhookDraft.MAKER)
                .row()
                .subscription();
        Reply.json(ctx, OK, json -> writeSubscription(json, changed, type));
    }

    private static Fields with(Subscription endpoint, String type) {
        var topics = isUnsubscribed(endpoint) ? Stream.<String>empty() : endpoint.topics().stream();
        var draft = WebhookDraft.change()
                .topics(Stream.concat(topics, Stream.of(type)).toList());
        return (isUnsubscribed(endpoint) ? draft.filter(Optional.empty()) : draft).fields();
    }

    private static boolean isUnsubscribed(Subscription endpoint) {
        return endpoint.filter().filter(NOTHING.toString()::equals).isPresent();
    }

    private static ObjectNode nothing() {
        var filter = JsonNodeFactory.instance.objectNode();
        filter.putArray("$or");
        return filter;
    }

    private static void writeEndpoint(JsonGenerator json, DestinationView view) throws IOException {
        var endpoint = view.row().subscription();
        json.writeStartObject();
        json.writeObjectFieldStart("endpoint");
        json.writeStringField("id", endpoint.id().value());
        json.writeStringField("tenantId", endpoint.tenant().value());
        json.writeStringField("url", view.shown().target().orElse(""));
        Json.time(json, "createdAt", endpoint.createdAt());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeSubscription(JsonGenerator json, Subscription endpoint, String type) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("subscription");
        json.writeStringField("id", id(endpoint, type));
        json.writeStringField("tenantId", endpoint.tenant().value());
        json.writeStringField("eventType", type);
        json.writeStringField("endpointId", endpoint.id().value());
        Json.time(json, "createdAt", endpoint.updatedAt());
        json.writeEndObject();
        json.writeEndObject();
    }

    /** The same for the same endpoint and type. */
    private static String id(Subscription endpoint, String type) {
        var name = endpoint.tenant() + "\0" + endpoint.id() + "\0" + type;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
