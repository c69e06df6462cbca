package io.spillway.destination.gcp;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Form;
import io.spillway.destination.Problems;
import io.spillway.destination.Settings;
import io.spillway.destination.Template;
import io.spillway.destination.TypeRules;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** A topic of Google Cloud Pub/Sub. With an endpoint of its own it is an emulator, which asks for no account. */
public final class PubSubRules implements TypeRules {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();
    private static final String ACCOUNT = "credentials.service_account_json";

    @Override
    public String type() {
        return "gcp_pubsub";
    }

    /** Clients of the contract expect the key, though an emulator needs no account. */
    @Override
    public Settings settled(Settings wanted) {
        var credentials = new HashMap<>(wanted.credentials());
        if (!wanted.config().getOrDefault("endpoint", "").isEmpty()) {
            credentials.putIfAbsent("service_account_json", "");
        }
        return wanted.withCredentials(credentials);
    }

    @Override
    public List<String> problems(Form form, Settings settings, EgressGuard egress) {
        var problems =
                Problems.of(form, settings).check("config.ordering_key_template", "pattern", Template::isWellFormed);
        var endpoint = settings.config().getOrDefault("endpoint", "");
        if (!endpoint.isEmpty()) {
            problems.without(ACCOUNT);
            if (problems.isClean("config.endpoint")) {
                problems.reach("config.endpoint", "http://" + endpoint.replaceFirst("^https?://", ""), egress);
            }
        } else {
            problems.check(ACCOUNT, "format", text -> tree(text).isObject())
                    .check(ACCOUNT, "missing_type", text -> tree(text).has("type"));
        }
        return problems.all();
    }

    @Override
    public String target(Settings settings) {
        return project(settings) + "/" + topic(settings);
    }

    @Override
    public Optional<String> targetUrl(Settings settings) {
        return Optional.of("https://console.cloud.google.com/cloudpubsub/topic/detail/%s?project=%s"
                .formatted(topic(settings), project(settings)));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private static String project(Settings settings) {
        return settings.config().getOrDefault("project_id", "");
    }

    private static String topic(Settings settings) {
        return settings.config().getOrDefault("topic", "");
    }
}
