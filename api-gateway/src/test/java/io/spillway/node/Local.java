package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.embedded.Ports;
import io.spillway.embedded.RegistryProcess;
import io.spillway.embedded.RegistryStorage;
import io.spillway.embedded.TestFolder;
import io.spillway.embedded.TestPatience;
import io.spillway.gateway.openapi.Answer;
import io.spillway.gateway.openapi.OpenApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All of Spillway in this process, on free ports, as {@code ./spillway dev --no-demo} runs it; and a client of its API. */
final class Local implements AutoCloseable {

    static final String KEY = "key-of-the-test";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofMinutes(1)).build();
    private final Dev dev;

    private Local(Dev dev) {
        this.dev = dev;
    }

    static Local start(Path dataDir) {
        return start(dataDir, Map.of());
    }

    /** With the registry of all tests in this process, since one of its own is half of what a start costs. */
    static Local start(Path dataDir, Map<String, String> settings) {
        var all = new HashMap<>(Map.of("REGISTRY_URL", SharedRegistry.URL));
        all.putAll(settings);
        return whole(dataDir, all);
    }

    private static final class SharedRegistry {

        private static final String URL = begin().url().toString();

        private static RegistryProcess begin() {
            var folder = new TestFolder("spillway-test-registry");
            var registry = RegistryProcess.start(
                    Path.of(System.getProperty("spillway.registry")), folder.path(), 0, new RegistryStorage.InFolder());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                registry.close();
                folder.close();
            }));
            return registry;
        }
    }

    /**
     * With nothing left out. An attempt may take as long as may be: one that is given up is made again, and tests count. Where an
     * endpoint hangs the test says how long it bears that.
     */
    static Local whole(Path dataDir, Map<String, String> settings) {
        var all = new HashMap<>(Map.of(
                "DATA_DIR", dataDir.toString(),
                "API_KEY", KEY,
                "DELIVERY_TIMEOUT_SECONDS", "30",
                "API_PORT", Integer.toString(Ports.free()),
                "KAFKA_PORT", Integer.toString(Ports.free())));
        all.putAll(settings);
        try {
            return new Local(Dev.start(all, () -> {}, TestPatience.AMPLE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * The one node of all tests in this process that do with the defaults and with tenants of their own. It goes on until the
     * process ends, and is not to be closed.
     */
    static Local shared() {
        return Shared.NODE;
    }

    private static final class Shared {

        private static final Local NODE = begin();

        private static Local begin() {
            var folder = new TestFolder("spillway-test-node");
            var node = start(folder.path());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                node.close();
                folder.close();
            }));
            return node;
        }
    }

    String bootstrapServers() {
        return dev.bootstrapServers();
    }

    URI registry() {
        return dev.registry();
    }

    Dev dev() {
        return dev;
    }

    String url() {
        return "http://127.0.0.1:" + dev.apiPort();
    }

    Answer get(String path) {
        return call("GET", path, "");
    }

    Answer put(String path, String body) {
        return call("PUT", path, body);
    }

    Answer post(String path, String body) {
        return call("POST", path, body);
    }

    Answer call(String method, String path, String body) {
        return call(method, path, body, KEY);
    }

    Answer call(String method, String path, String body, String credential) {
        return call(method, path, body.getBytes(StandardCharsets.UTF_8), credential);
    }

    Answer call(String method, String path, byte[] body, String credential) {
        return call(method, path, body, Map.of("authorization", "Bearer " + credential));
    }

    /** With headers beside, or in place of, the key and the type of the body. */
    Answer call(String method, String path, byte[] body, Map<String, String> headers) {
        var request = request("/api/v1" + path)
                .setHeader("authorization", "Bearer " + KEY)
                .setHeader("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        return send(request.build());
    }

    /** The body of an answer as it came, for JSON that common readers refuse. */
    String text(String path) {
        var request = request("/api/v1" + path).header("authorization", "Bearer " + KEY);
        return new String(received(request.build()).body(), StandardCharsets.UTF_8);
    }

    /** Something outside the API, without a key. */
    Answer root(String path) {
        return send(request(path).build());
    }

    /** The same with what a client of another system sends. */
    Answer outside(String method, String path, String body, Map<String, String> headers) {
        var request = request(path).method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        return send(request.build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofMinutes(2));
    }

    private Answer send(HttpRequest request) {
        var response = received(request);
        var answer = new Answer(
                response.statusCode(), response.headers(), new String(response.body(), StandardCharsets.UTF_8));
        OpenApi.CONTRACT.require(request, answer);
        OpenApi.ADAPTERS.require(request, answer);
        return answer;
    }

    private HttpResponse<byte[]> received(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void tenant(String tenant) {
        var made = put("/tenants/" + tenant, "");
        assertThat(made.status()).as(made.body()).isIn(200, 201);
    }

    /** A webhook for all topics; {@code more} is further fields, each with a comma before it. */
    JsonNode webhook(String tenant, String id, String url, String more) {
        var made = post("/tenants/" + tenant + "/destinations", """
                {"id":"%s","type":"webhook","topics":["*"],"config":{"url":"%s"}%s}""".formatted(id, url, more));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json();
    }

    Answer publish(String tenant, String id, String data) {
        return post("/publish", """
                {"tenant_id":"%s","id":"%s","topic":"order.paid","data":%s}""".formatted(tenant, id, data));
    }

    /** What is committed on a topic, from its first record on. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        var settings =
                Map.<String, Object>of("bootstrap.servers", bootstrapServers(), "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var end = consumer.endOffsets(partitions);
            var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
            return found;
        }
    }

    @Override
    public void close() {
        dev.close();
    }
}
