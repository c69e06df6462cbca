package io.spillway.gateway.destination;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.destination.Settings;
import io.spillway.domain.SubscriptionState;
import io.spillway.gateway.http.Json;
import io.spillway.stream.query.SubscriptionRow;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A destination as the API shows it.
 *
 * @param shown its settings, with what must not be seen masked
 * @param at when it is looked at
 */
public record DestinationView(SubscriptionRow row, Shown shown, Instant at) {

    private static final String OPEN = "open";

    /**
     * What a destination's settings look like from outside.
     *
     * @param target a label for people
     * @param targetUrl a page where they can look at it
     * @param stock whether clients of the stock contract can read them
     */
    public record Shown(Settings settings, Optional<String> target, Optional<String> targetUrl, boolean stock) {}

    /** What it is signed with; of a key pair, the public key. */
    public Optional<String> secret() {
        var credentials = shown.settings().credentials();
        return Optional.ofNullable(credentials.getOrDefault("secret", credentials.get("public_key")));
    }

    public void write(JsonGenerator json) throws IOException {
        var subscription = row.subscription();
        json.writeStartObject();
        json.writeStringField("id", subscription.id().value());
        json.writeStringField("tenant_id", subscription.tenant().value());
        json.writeStringField("type", subscription.type());
        Json.texts(json, "topics", subscription.topics());
        if (subscription.filter().isPresent()) {
            Json.raw(json, "filter", subscription.filter().get());
        }
        Json.map(json, "config", shown.settings().config());
        Json.map(json, "credentials", shown.settings().credentials());
        Json.mapUnlessEmpty(json, "delivery_metadata", shown.settings().deliveryMetadata());
        Json.mapUnlessEmpty(json, "metadata", subscription.metadata());
        for (var part : PolicyJson.of(subscription.policy()).properties()) {
            Json.raw(json, part.getKey(), part.getValue().toString());
        }
        Json.time(json, "created_at", subscription.createdAt());
        Json.time(json, "updated_at", subscription.updatedAt());
        Json.textOrNull(json, "disabled_at", disabledAt());
        Json.textOrNull(json, "paused_at", pausedAt());
        Json.textIfAny(json, "target", shown.target());
        Json.textIfAny(json, "target_url", shown.targetUrl());
        json.writeNumberField("version", subscription.version());
        writeHealth(json);
        json.writeEndObject();
    }

    private Optional<String> disabledAt() {
        return row.subscription().state() instanceof SubscriptionState.Disabled(var since, var _)
                ? Optional.of(Json.time(since))
                : Optional.empty();
    }

    private Optional<String> pausedAt() {
        return row.subscription().state() instanceof SubscriptionState.Paused(var since)
                ? Optional.of(Json.time(since))
                : Optional.empty();
    }

    private void writeHealth(JsonGenerator json) throws IOException {
        var doing = row.health();
        json.writeObjectFieldStart("health");
        json.writeNumberField("consecutive_failures", doing.consecutiveFailures());
        json.writeStringField("state", state());
        Json.textIfAny(json, "since", disabledAt().or(() -> doing.failingSince().map(Json::time)));
        if (state().equals(OPEN)) {
            Json.textIfAny(json, "open_until", doing.openUntil().map(Json::time));
        }
        if (row.subscription().state() instanceof SubscriptionState.Disabled(var _, var reason)) {
            json.writeStringField("reason", reason.word());
        }
        json.writeEndObject();
    }

    /** When its time is over a call tries; only that call's end tells more. */
    private boolean isOpen() {
        return row.health().openUntil().filter(at::isBefore).isPresent();
    }

    private String state() {
        if (!row.subscription().state().enabled()) {
            return "disabled";
        }
        if (isOpen()) {
            return OPEN;
        }
        return row.health().consecutiveFailures() > 0 ? "failing" : "ok";
    }
}
