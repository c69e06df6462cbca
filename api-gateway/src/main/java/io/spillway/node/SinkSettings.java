package io.spillway.node;

import io.spillway.destination.Settings;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads where operator events are sent, by Outpost's names; a sink is there where its first setting is. */
final class SinkSettings {

    private static final String PREFIX = "OPERATOR_EVENTS_";
    private static final String URL = PREFIX + "HTTP_URL";
    private static final String SQS = PREFIX + "AWS_SQS_";
    private static final String PUBSUB = PREFIX + "GCP_PUBSUB_";
    private static final String RABBITMQ = PREFIX + "RABBITMQ_";

    private final Variables variables;

    SinkSettings(Variables variables) {
        this.variables = variables;
    }

    OperatorSinks read() {
        var secret = variables.optional(PREFIX + "HTTP_SIGNING_SECRET");
        var url = optional(URL, "a URL as https://host/path", "https?").map(to -> new OperatorSinks.Url(to, secret));
        return new OperatorSinks(
                url,
                Stream.of(sqs(), pubsub(), rabbitmq()).flatMap(Optional::stream).toList());
    }

    private Optional<OperatorSinks.Queue> sqs() {
        var config = settings(Map.of("queue_url", SQS + "QUEUE_URL", "endpoint", SQS + "ENDPOINT"));
        var credentials = settings(Map.of("key", SQS + "ACCESS_KEY_ID", "secret", SQS + "SECRET_ACCESS_KEY"));
        return queue("aws_sqs", "queue_url", config, credentials, SQS);
    }

    private Optional<OperatorSinks.Queue> pubsub() {
        var config = settings(Map.of("project_id", PUBSUB + "PROJECT_ID", "topic", PUBSUB + "TOPIC_ID"));
        var credentials = settings(Map.of("service_account_json", PUBSUB + "CREDENTIALS"));
        return queue("gcp_pubsub", "project_id", config, credentials, PUBSUB);
    }

    private Optional<OperatorSinks.Queue> rabbitmq() {
        var exchange = settings(Map.of("exchange", RABBITMQ + "EXCHANGE"));
        return optional(RABBITMQ + "SERVER_URL", "a URL as amqp://user:password@host:5672", "amqps?")
                .flatMap(server -> {
                    var config = new HashMap<>(exchange);
                    var tls = server.getScheme().equals("amqps");
                    var port = server.getPort() >= 0 ? server.getPort() : tls ? 5671 : 5672;
                    config.put("server_url", server.getHost() + ":" + port + path(server));
                    config.put("tls", Boolean.toString(tls));
                    return queue("rabbitmq", "server_url", config, user(server), RABBITMQ);
                });
    }

    private Map<String, String> settings(Map<String, String> names) {
        var found = new HashMap<String, String>();
        names.forEach((key, name) -> variables.optional(name).ifPresent(value -> found.put(key, value)));
        return found;
    }

    /** What is wrong is told without the URL, which may hold a password. */
    private Optional<URI> optional(String name, String form, String schemes) {
        var url = variables.optional(name).map(SinkSettings::parsed);
        if (url.filter(some -> some.getHost() == null
                        || !String.valueOf(some.getScheme()).matches(schemes))
                .isPresent()) {
            variables.problem(name + " must be " + form);
            return Optional.empty();
        }
        return url;
    }

    private static URI parsed(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return URI.create("unreadable:it");
        }
    }

    private static Optional<OperatorSinks.Queue> queue(
            String type, String first, Map<String, String> config, Map<String, String> credentials, String names) {
        return config.containsKey(first)
                ? Optional.of(new OperatorSinks.Queue(type, new Settings(config, credentials, Map.of()), names + "*"))
                : Optional.empty();
    }

    /** The virtual host; none where the URL has none. */
    private static String path(URI server) {
        return server.getRawPath() == null || server.getRawPath().equals("/") ? "" : server.getRawPath();
    }

    private static Map<String, String> user(URI server) {
        var parts = server.getRawUserInfo() == null
                ? List.of("guest", "guest")
                : List.of(server.getRawUserInfo().split(":", 2));
        return Map.of("username", decoded(parts.getFirst()), "password", decoded(parts.size() > 1 ? parts.get(1) : ""));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
