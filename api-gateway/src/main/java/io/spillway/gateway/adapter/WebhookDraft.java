package io.spillway.gateway.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.spillway.domain.SignatureProfile;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A webhook, or a change of one, put into the contract's words field by field. */
public final class WebhookDraft {

    /**
     * As whom drafts are made: these systems let whoever manages a tenant set secrets, which our contract leaves to the
     * administrator. Nothing else that he alone may do is ever in a draft.
     */
    public static final Caller MAKER = new Caller.Admin();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode body = NODES.objectNode();

    /** A change of what there is. */
    public static WebhookDraft change() {
        return new WebhookDraft();
    }

    /** A new one, signed and retried as its system does. */
    public static WebhookDraft of(SignatureProfile profile, String policy) {
        var draft = new WebhookDraft();
        draft.body.put("type", "webhook");
        draft.body.putObject("signing").put("profile", profile.word());
        draft.body.putRawValue("policy", new RawValue(policy));
        return draft;
    }

    public WebhookDraft topics(List<String> topics) {
        var array = body.putArray("topics");
        topics.forEach(array::add);
        return this;
    }

    /** @param filter absent: everything passes */
    public WebhookDraft filter(Optional<JsonNode> filter) {
        body.set("filter", filter.orElseGet(NODES::nullNode));
        return this;
    }

    public WebhookDraft url(String url) {
        return config("url", url);
    }

    public WebhookDraft config(String name, String value) {
        body.withObject("/config").put(name, value);
        return this;
    }

    public WebhookDraft secret(String secret) {
        body.withObject("/credentials").put("secret", secret);
        return this;
    }

    /** The metadata that there shall be, of which those before must be named so that they go. */
    public WebhookDraft metadata(Map<String, String> before, Map<String, String> metadata) {
        var map = body.putObject("metadata");
        before.keySet().forEach(map::putNull);
        metadata.forEach(map::put);
        return this;
    }

    public WebhookDraft enabled(boolean enabled) {
        if (enabled) {
            body.putNull("disabled_at");
        } else {
            body.put("disabled_at", Instant.now().toString());
        }
        return this;
    }

    public Fields fields() {
        return Fields.parse(body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
