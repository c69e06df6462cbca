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
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles on several nodes against a broker of its own process. */
class ClusterIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void shouldServeFromAGatewayAloneAndAnswer503WhileTheBrokerIsAway() throws Exception {
        try (var broker = BrokerProcess.start(folder.resolve("kafka"));
                var receiver = new Receiver()) {
            var registryPort = Ports.free();
            var workerPort = Ports.free();
            var gatewayPort = Ports.free();
            var worker = new HashMap<>(settings(broker, "worker", workerPort));
            worker.put("REGISTRY_PORT", Integer.toString(registryPort));
            var gateway = new HashMap<>(settings(broker, "gateway", gatewayPort));
            gateway.put("REGISTRY_URL", "http://127.0.0.1:" + registryPort);
            try (var first = Serving.start(worker, "streams,dispatcher,relay,registry", () -> {});
                    var second = Serving.start(gateway, "gateway", () -> {})) {
                // given
                assertThat(first.port()).isEqualTo(workerPort);
                assertThat(second.port()).isEqualTo(gatewayPort);
                call(gatewayPort, "PUT", "/tenants/t", "");
                call(gatewayPort, "POST", "/tenants/t/destinations", """
                        {"id":"d","type":"webhook","topics":["*"],"config":{"url":"%s"}}""".formatted(receiver.url("/far")));

                // when
                var published =
                        call(gatewayPort, "POST", "/publish", "{\"tenant_id\":\"t\",\"id\":\"e1\",\"data\":{\"a\":1}}");

                // then
                assertThat(json(published).at("/destination_ids/0").asText()).isEqualTo("d");
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> receiver.at("/far").size() == 1);
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(json(call(gatewayPort, "GET", "/attempts", ""))
                                        .at("/models/0/status")
                                        .asText())
                                .isEqualTo("success"));
                assertThat(json(call(gatewayPort, "GET", "/events/e1", ""))
                                .at("/data/a")
                                .asInt())
                        .isEqualTo(1);
                assertThat(call(workerPort, "GET", "/tenants", "").statusCode())
                        .as("a node without the role gateway has no API")
                        .isEqualTo(404);

                // when
                broker.freeze();
                var asked = Instant.now();
                var refused = call(gatewayPort, "POST", "/publish", "{\"tenant_id\":\"t\",\"id\":\"e2\",\"data\":{}}");
                var took = Duration.between(asked, Instant.now());
                broker.thaw();

                // then
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("retry-after")).isPresent();
                assertThat(took).isLessThan(Duration.ofSeconds(3));
                await().atMost(Duration.ofSeconds(60))
                        .until(() ->
                                call(gatewayPort, "POST", "/publish", "{\"tenant_id\":\"t\",\"id\":\"e3\",\"data\":{}}")
                                                .statusCode()
                                        == 202);
            }
        }
    }

    private Map<String, String> settings(BrokerProcess broker, String node, int port) {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                "NODE_ID", node,
                "API_HOST", "127.0.0.1",
                "API_PORT", Integer.toString(port),
                "PARTITIONS", "2",
                "REPLICATION_FACTOR", "1",
                "EGRESS_ALLOW", "127.0.0.0/8",
                "AES_ENCRYPTION_SECRET", "a secret of the test",
                "DATA_DIR", folder.resolve(node).toString());
    }

    private HttpResponse<String> call(int port, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                .timeout(Duration.ofSeconds(20))
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }
}
