package io.spillway.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.spillway.destination.DestinationTypes;
import io.spillway.destination.Opened;
import io.spillway.destination.Vault;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.OperatorEvent;
import io.spillway.domain.RecordAt;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes an operator event out: {@code {id, topic, time, deployment_id?, tenant_id, data}}. */
public final class Letter {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final String deployment;
    private final DestinationTypes types;
    private final Vault vault;
    private final Function<RecordAt, Optional<byte[]>> bodies;

    /**
     * @param deployment left out where it is empty
     * @param types tell which of a destination's configuration may be shown
     * @param bodies where an event's data are read, absent where they are no longer kept
     */
    public Letter(String deployment, DestinationTypes types, Vault vault, Function<RecordAt, Optional<byte[]>> bodies) {
        this.deployment = deployment;
        this.types = types;
        this.vault = vault;
        this.bodies = bodies;
    }

    byte[] write(OperatorEvent event) {
        try {
            var data = (ObjectNode) JSON.readTree(event.data());
            event.subject().ifPresent(subject -> {
                config(event, subject, data.at("/destination/type").asText())
                        .forEach(data.withObject("/destination/config")::put);
                if (data.path("event") instanceof ObjectNode about) {
                    subject.event()
                            .flatMap(bodies)
                            .ifPresent(bytes ->
                                    about.putRawValue("data", new RawValue(new String(bytes, StandardCharsets.UTF_8))));
                }
            });
            return JSON.writeValueAsBytes(envelope(event).set("data", data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the tenant task writes JSON objects", e);
        }
    }

    private ObjectNode envelope(OperatorEvent event) {
        var envelope = JSON.createObjectNode()
                .put("id", event.id())
                .put("topic", event.topic())
                .put("time", event.time().toString());
        if (!deployment.isEmpty()) {
            envelope.put("deployment_id", deployment);
        }
        return envelope.put("tenant_id", event.tenant().value());
    }

    private Map<String, String> config(OperatorEvent event, OperatorEvent.Subject subject, String type) {
        var key = new DestinationKey(event.tenant(), subject.destination());
        return switch (vault.open(key, subject.settings())) {
            case Opened.Readable(var settings) ->
                types.find(type)
                        .map(known -> known.shown(settings, event.time()).config())
                        .orElseGet(Map::of);
            case Opened.Unreadable ignored -> Map.of();
        };
    }
}
