package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.embedded.BrokerProcess;
import io.spillway.embedded.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles on several nodes against a broker of its own process: a worker, and two gateways. */
class ClusterIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "the-key";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int WORKER = Ports.free();
    private static final int GATEWAY = Ports.free();
    private static final int OTHER_GATEWAY = Ports.free();

    @TempDir
    private static Path folder;

    private static BrokerProcess broker;
    private static Receiver receiver;
    private static Serving worker;
    private static Serving gateway;
    private static Serving otherGateway;

    @BeforeAll
    static void start() throws InterruptedException {
        broker = BrokerProcess.start(folder.resolve("kafka"));
        receiver = new Receiver();
        var registry = Integer.toString(Ports.free());
        worker = Serving.start(
                settings("worker", WORKER, "REGISTRY_PORT", registry), "streams,dispatcher,relay,registry", () -> {});
        var registryUrl = "http://127.0.0.1:" + registry;
        gateway = Serving.start(settings("gateway", GATEWAY, "REGISTRY_URL", registryUrl), "gateway", () -> {});
        otherGateway =
                Serving.start(settings("other", OTHER_GATEWAY, "REGISTRY_URL", registryUrl), "gateway", () -> {});
    }

    @AfterAll
    static void stop() {
        otherGateway.close();
        gateway.close();
        worker.close();
        receiver.close();
        broker.close();
    }

    @Test
    void shouldServeFromAGatewayAloneAndAnswer503WhileTheBrokerIsAway() throws Exception {
        // given
        assertThat(worker.port()).isEqualTo(WORKER);
        assertThat(gateway.port()).isEqualTo(GATEWAY);
        call(GATEWAY, "PUT", "/tenants/t", "");
        call(GATEWAY, "POST", "/tenants/t/destinations", """
                {"id":"d","type":"webhook","topics":["*"],"config":{"url":"%s"}}""".formatted(receiver.url("/far")));

        // when
        var published = call(GATEWAY, "POST", "/publish", "{\"tenant_id\":\"t\",\"id\":\"e1\",\"data\":{\"a\":1}}");

        // then
        assertThat(json(published).at("/destination_ids/0").asText()).isEqualTo("d");
        await().atMost(Duration.ofSeconds(20)).until(() -> receiver.at("/far").size() == 1);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(json(call(GATEWAY, "GET", "/attempts", ""))
                                .at("/models/0/status")
                                .asText())
                        .isEqualTo("success"));
        assertThat(json(call(GATEWAY, "GET", "/events/e1", "")).at("/data/a").asInt())
                .isEqualTo(1);
        assertThat(call(WORKER, "GET", "/tenants", "").statusCode())
                .as("a node without the role gateway has no API")
                .isEqualTo(404);

        // when
        broker.freeze();
        var asked = Instant.now();
        var refused = call(GATEWAY, "POST", "/publish", "{\"tenant_id\":\"t\",\"id\":\"e2\",\"data\":{}}");
        var took = Duration.between(asked, Instant.now());
        broker.thaw();

        // then
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(took).isLessThan(Duration.ofSeconds(3));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> call(GATEWAY, "POST", "/publish", "{\"tenant_id\":\"t\",\"id\":\"e3\",\"data\":{}}")
                                .statusCode()
                        == 202);
    }

    @Test
    void shouldSignAndBelieveWithTheSameKeysOnAllGateways() throws Exception {
        // given
        call(GATEWAY, "PUT", "/tenants/signed", "");
        var before = token(GATEWAY);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(statusWith(before, OTHER_GATEWAY)).isEqualTo(200));

        // when
        var added = json(call(OTHER_GATEWAY, "POST", "/token/rotate", "")).at("/key_id");

        // then
        await().atMost(SOON).untilAsserted(() -> assertThat(keys(GATEWAY)).hasSize(2));
        assertThat(keys(GATEWAY)).contains(added.asText()).isEqualTo(keys(OTHER_GATEWAY));
        var during = token(GATEWAY);
        for (var port : List.of(GATEWAY, OTHER_GATEWAY)) {
            assertThat(statusWith(before, port)).isEqualTo(200);
            assertThat(statusWith(during, port)).isEqualTo(200);
        }

        // when
        var alone = json(call(GATEWAY, "POST", "/token/rotate", "{\"revoke_others\":true}"))
                .at("/key_id");

        // then
        await().atMost(SOON).untilAsserted(() -> assertThat(keys(OTHER_GATEWAY)).containsExactly(alone.asText()));
        assertThat(keys(GATEWAY)).containsExactly(alone.asText());
        assertThat(statusWith(before, OTHER_GATEWAY)).isEqualTo(401);
        assertThat(statusWith(during, GATEWAY)).isEqualTo(401);
        assertThat(statusWith(token(OTHER_GATEWAY), GATEWAY)).isEqualTo(200);
    }

    private static String token(int port) throws IOException, InterruptedException {
        return json(call(port, "POST", "/token", "{\"tenant_id\":\"signed\"}"))
                .at("/token")
                .asText();
    }

    private static int statusWith(String token, int port) throws IOException, InterruptedException {
        return send(port, "GET", "/api/v1/tenants/signed", "", token).statusCode();
    }

    /** The names of those that a gateway shows. */
    private static Set<String> keys(int port) throws IOException, InterruptedException {
        return json(send(port, "GET", "/.well-known/jwks.json", "", ""))
                .at("/keys")
                .valueStream()
                .map(key -> key.at("/kid").asText())
                .collect(Collectors.toSet());
    }

    private static Map<String, String> settings(String node, int port, String name, String value) {
        return Map.ofEntries(
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers()),
                Map.entry("NODE_ID", node),
                Map.entry("API_HOST", "127.0.0.1"),
                Map.entry("API_PORT", Integer.toString(port)),
                Map.entry("API_KEY", KEY),
                Map.entry("PARTITIONS", "2"),
                Map.entry("REPLICATION_FACTOR", "1"),
                Map.entry("EGRESS_ALLOW", "127.0.0.0/8"),
                Map.entry("AES_ENCRYPTION_SECRET", "a secret of the test"),
                Map.entry("DATA_DIR", folder.resolve(node).toString()),
                Map.entry(name, value));
    }

    private static HttpResponse<String> call(int port, String method, String path, String body)
            throws IOException, InterruptedException {
        return send(port, method, "/api/v1" + path, body, KEY);
    }

    private static HttpResponse<String> send(int port, String method, String path, String body, String credential)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .header("authorization", "Bearer " + credential)
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }
}
