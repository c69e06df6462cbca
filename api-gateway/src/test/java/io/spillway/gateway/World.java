package io.spillway.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.router.Endpoint;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.destination.DestinationTypes;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Surroundings;
import io.spillway.destination.Vault;
import io.spillway.destination.transform.Transformer;
import io.spillway.gateway.adapter.Adapter;
import io.spillway.gateway.auth.NodeKeys;
import io.spillway.gateway.health.HealthCheck;
import io.spillway.gateway.health.Status;
import io.spillway.gateway.http.NewIds;
import io.spillway.gateway.limit.Rates;
import io.spillway.gateway.openapi.Answer;
import io.spillway.gateway.openapi.OpenApi;
import io.spillway.gateway.payload.TenantKeys;
import io.spillway.gateway.token.TenantTokens;
import io.spillway.gateway.token.TokenSettings;
import io.spillway.gateway.topic.TopicRules;
import io.spillway.stream.query.QueryService;
import io.spillway.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A gateway on a free port, tenant tasks that are played, and a client. */
final class World implements AutoCloseable {

    static final int MAX_EVENT = 1 << 20;
    /** Enough for any machine. */
    static final Duration CLIENT_AT_MOST = Duration.ofMinutes(2);

    static final TenantTokens TOKENS =
            new TenantTokens(List.of("a secret for tokens".getBytes(StandardCharsets.UTF_8)), "");

    final Tasks tasks = new Tasks();
    final MemoryFeed feed = new MemoryFeed(tasks);
    final MemoryAudit audit = new MemoryAudit();
    final MemorySettings settings = new MemorySettings();
    final Wire wire = Wire.inMemory();
    private final Transformer transformer = new Transformer(MAX_EVENT);
    private final DestinationTypes types =
            DestinationTypes.load(new Surroundings(Map.of(), EgressGuard.of("127.0.0.0/8"), "Spillway/test"));
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CLIENT_AT_MOST).build();
    private final Gateway gateway;
    private final String key;
    volatile Status status = new Status.Healthy();

    /**
     * How long the gateway waits.
     *
     * @param test for the attempt of a test event
     * @param body for the rest of a body that no route has read
     */
    record Waits(Duration test, Duration body) {

        /** Enough for any machine. */
        static final Waits LONG = new Waits(Duration.ofMinutes(1), Duration.ofMinutes(10));
        /** For tests in which what it waits for does not come. */
        static final Waits SHORT = new Waits(Duration.ofSeconds(4), Duration.ofSeconds(2));
    }

    /** An answer. */
    record Answered(Answer answer) {

        int status() {
            return answer.status();
        }

        String body() {
            return answer.body();
        }

        JsonNode json() {
            return answer.json();
        }

        JsonNode at(String pointer) {
            return json().at(pointer);
        }

        String header(String name) {
            return answer.header(name);
        }
    }

    World() {
        this("", new TopicRules(List.of(), false));
    }

    World(String key, TopicRules topics) {
        this(key, topics, Rates.ANY);
    }

    World(String key, TopicRules topics, Rates rates) {
        this(key, topics, rates, Waits.LONG);
    }

    World(String key, TopicRules topics, Rates rates, Waits waits) {
        this(key, topics, rates, waits, tasks -> new History(tasks, tasks, () -> Instant.EPOCH, _ -> {}));
    }

    World(String key, TopicRules topics, Rates rates, Waits waits, Function<Tasks, History> history) {
        this.key = key;
        var terms = new GatewayConfig.Terms(
                topics, new NewIds(NewIds.Kind.UUIDV4, "", ""), MAX_EVENT, 8 << 20, waits.test());
        var config = new GatewayConfig(
                "127.0.0.1", 0, security(key, rates), terms, Map.of("TOPICS", "a,b"), Set.of(Adapter.values()));
        var check = new HealthCheck() {
            @Override
            public String name() {
                return "partitions";
            }

            @Override
            public Status check() {
                return status;
            }
        };
        var node = new NodeParts(
                List.of(check),
                List.of(check),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Optional.of(new QueryService(share -> tasks, Map::of, wire)));
        var api = new Parts(
                tasks,
                tasks,
                feed,
                tasks.requests,
                tasks,
                types,
                Vault.of("a secret for tests"),
                transformer,
                new DeploymentParts(
                        settings,
                        audit,
                        "this-node",
                        Map.of("spillway.events", Duration.ofDays(8)),
                        new TenantKeys(settings, Vault.of("a secret for tests"), false)),
                history.apply(tasks));
        gateway = Gateway.start(config, node, Optional.of(api), waits.body());
    }

    private static Security security(String key, Rates rates) {
        var tokens = new TokenSettings(
                TOKENS, Duration.ofDays(1), Duration.ofDays(90), List.of(), EgressGuard.of("127.0.0.0/8"));
        return new Security(key, NodeKeys.of("a secret for tests"), tokens, rates);
    }

    int port() {
        return gateway.port();
    }

    Answered get(String path) {
        return call("GET", path, "");
    }

    Answered put(String path, String body) {
        return call("PUT", path, body);
    }

    Answered post(String path, String body) {
        return call("POST", path, body);
    }

    Answered patch(String path, String body) {
        return call("PATCH", path, body);
    }

    Answered delete(String path) {
        return call("DELETE", path, "");
    }

    /** A call under {@code /api/v1} with the admin key. */
    Answered call(String method, String path, String body) {
        return call(method, path, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    Answered call(String method, String path, byte[] body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/api/v1" + path))
                .timeout(CLIENT_AT_MOST)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        headers.forEach(request::setHeader);
        return send(request.build());
    }

    /** A call outside the API, without a key. */
    Answered root(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .build());
    }

    Answered send(HttpRequest request) {
        var answer = exchange(request);
        OpenApi.CONTRACT.require(request, answer);
        OpenApi.ADAPTERS.require(request, answer);
        return new Answered(answer);
    }

    /** The answer, whatever the contract says of it. */
    Answer exchange(HttpRequest request) {
        try {
            return once(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Answer once(HttpRequest request) throws IOException, InterruptedException {
        var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        var body = new String(response.body(), StandardCharsets.UTF_8);
        return new Answer(response.statusCode(), response.headers(), body);
    }

    List<Endpoint> endpoints() {
        return gateway.endpoints();
    }

    @Override
    public void close() {
        gateway.close();
        types.close();
        transformer.close();
        client.close();
    }
}
