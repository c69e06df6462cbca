package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.domain.Patience;
import io.spillway.embedded.BrokerProcess;
import io.spillway.embedded.Ports;
import io.spillway.embedded.TestPatience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles on several nodes against a broker of its own process: a worker, and two gateways. */
class ClusterIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "the-key";
    private static final Duration SOON = Duration.ofMinutes(3);
    /** Two seconds to find that the broker is away, and one to say so. */
    private static final Duration PROMISED = Duration.ofSeconds(3);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int WORKER = Ports.free();
    private static final int GATEWAY = Ports.free();
    private static final int OTHER_GATEWAY = Ports.free();

    @TempDir
    private static Path folder;

    /** At least so many, and so many more than were delivered. */
    private static final int ORDERED = 18;

    private static final Patience PATIENCE = TestPatience.AMPLE_ELSEWHERE;

    private static BrokerProcess broker;
    private static String registryUrl;
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
                settings("worker", WORKER, "REGISTRY_PORT", registry),
                "streams,dispatcher,relay,registry",
                () -> {},
                PATIENCE);
        registryUrl = "http://127.0.0.1:" + registry;
        gateway = gateway("gateway", GATEWAY, PATIENCE);
        otherGateway = gateway("other", OTHER_GATEWAY, PATIENCE);
    }

    private static Serving gateway(String name, int port, Patience patience) throws InterruptedException {
        return Serving.start(settings(name, port, "REGISTRY_URL", registryUrl), "gateway", () -> {}, patience);
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
        await().atMost(SOON).until(() -> receiver.at("/far").size() == 1);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(json(call(GATEWAY, "GET", "/attempts", ""))
                                .at("/models/0/status")
                                .asText())
                        .isEqualTo("success"));
        assertThat(json(call(GATEWAY, "GET", "/events/e1?tenant_id=t", ""))
                        .at("/data/a")
                        .asInt())
                .isEqualTo(1);
        assertThat(call(WORKER, "GET", "/tenants", "").statusCode())
                .as("a node without the role gateway has no API")
                .isEqualTo(404);

        // when: of a gateway that is as patient as usual
        var port = Ports.free();
        try (var _ = gateway("impatient", port, Patience.USUAL)) {
            // A pause of the machine makes the answers of one round late, a defect those of all.
            var least = Duration.ofDays(1);
            for (var round = 1; round <= 5 && least.compareTo(PROMISED) >= 0; round++) {
                await().atMost(SOON)
                        .until(() ->
                                call(port, "GET", "/events/e1?tenant_id=t", "").statusCode() == 200);
                var answers = askedWhileTheBrokerIsFrozen(port);

                // then
                System.out.println("a broker that is away: " + answers);
                assertThat(answers).allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.retryAfter()).isPresent();
                });
                var longest = Collections.max(answers.stream().map(Timed::after).toList());
                least = longest.compareTo(least) < 0 ? longest : least;
                await().atMost(SOON)
                        .until(() -> call(port, "POST", "/publish", "{\"tenant_id\":\"t\",\"id\":\"e3\",\"data\":{}}")
                                        .statusCode()
                                == 202);
            }
            assertThat(least).as("all answers of one round").isLessThan(PROMISED);
        }
    }

    private record Timed(int status, Optional<String> retryAfter, Duration after) {}

    private static List<Timed> askedWhileTheBrokerIsFrozen(int port) {
        broker.freeze();
        var asked = Instant.now();
        try {
            return Stream.of(
                            request(port, "POST", "/publish", "{\"tenant_id\":\"t\",\"id\":\"e2\",\"data\":{}}"),
                            request(port, "PUT", "/tenants/other", ""),
                            request(
                                    port,
                                    "POST",
                                    "/retry",
                                    "{\"tenant_id\":\"t\",\"event_id\":\"e1\",\"destination_id\":\"d\"}"),
                            request(port, "GET", "/events/e1?tenant_id=t", ""),
                            request(port, "GET", "/attempts?include=response_data", ""),
                            request(port, "GET", "/audit", ""),
                            request(port, "GET", "/live", ""))
                    .map(request -> HTTP.sendAsync(request, BodyHandlers.ofString())
                            .thenApply(answer -> new Timed(
                                    answer.statusCode(),
                                    answer.headers().firstValue("retry-after"),
                                    Duration.between(asked, Instant.now()))))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        } finally {
            broker.thaw();
        }
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

    @Test
    void shouldKeepTheOrderOfDestinationsAndAnswerRightWhileANodeJoinsAndLeaves() throws Exception {
        // given
        var tenants = IntStream.range(0, 4).mapToObj(n -> "ordered" + n).toList();
        for (var tenant : tenants) {
            receiver.answers("/" + tenant, n -> n % 3 == 0 ? 503 : 200);
            call(GATEWAY, "PUT", "/tenants/" + tenant, "");
            call(GATEWAY, "POST", "/tenants/" + tenant + "/destinations", """
                    {"id":"d","type":"webhook","topics":["*"],"config":{"url":"%s"},
                     "policy":{"ordered":true,"schedule":{"kind":"fixed","seconds":1}}}
                    """.formatted(receiver.url("/" + tenant)));
        }
        publishToAll(tenants, 0);
        var enough = new AtomicBoolean();
        var publishing = CompletableFuture.supplyAsync(() -> publishInOrder(tenants, enough));

        // when
        try (var reading =
                new Reading(() -> send(GATEWAY, "GET", "/api/v1/events/e0?tenant_id=" + tenants.getFirst(), "", KEY))) {
            var port = Ports.free();
            try (var _ = Serving.start(
                    settings("joiner", port, "REGISTRY_URL", registryUrl),
                    "streams,dispatcher,relay",
                    () -> {},
                    PATIENCE)) {
                await().atMost(SOON).until(() -> hasTasks(port));
                var soFar = called(tenants);
                await().atMost(SOON).until(() -> called(tenants) > soFar);
            } finally {
                enough.set(true);
            }
            var published = publishing.get();
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> tenants.stream()
                            .allMatch(tenant -> delivered(tenant).size() == published));

            // then
            assertThat(reading.wrong()).isEmpty();
            assertThat(reading.right()).isPositive();
        }
        var inOrder =
                IntStream.range(0, publishing.get()).mapToObj(n -> "e" + n).toList();
        for (var tenant : tenants) {
            assertThat(inARow(tenant)).isEqualTo(inOrder);
            assertThat(delivered(tenant)).isEqualTo(inOrder);
        }
    }

    /** Publishes more until it is enough, and so that there is always something to deliver; how many each has got by then. */
    private static int publishInOrder(List<String> tenants, AtomicBoolean enough) {
        var published = 1;
        while (published < ORDERED || !enough.get()) {
            var next = published;
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> enough.get()
                            || tenants.stream()
                                    .allMatch(tenant -> delivered(tenant).size() + ORDERED > next));
            publishToAll(tenants, published++);
        }
        return published;
    }

    private static void publishToAll(List<String> tenants, int number) {
        for (var tenant : tenants) {
            await().atMost(SOON)
                    .until(() -> call(GATEWAY, "POST", "/publish", """
                                    {"tenant_id":"%s","id":"e%d","data":{}}""".formatted(tenant, number))
                                    .statusCode()
                            == 202);
        }
    }

    @Test
    void shouldNotStartOnDataThatANewerReleaseHasWorkedOn() throws Exception {
        // given
        var other = new HashMap<>(settings("other", Ports.free(), "REGISTRY_URL", registryUrl));
        other.put("DEPLOYMENT_ID", "newer");
        Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
        Migrating.of(other).apply();
        try (var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("newer.spillway.settings", "data.version", "99"))
                    .get();
        }

        // when / then
        assertThatIllegalStateException()
                .isThrownBy(() -> Serving.start(other, "relay", () -> {}, PATIENCE))
                .withMessageStartingWith("The data are of version 99, and this release knows them up to ");
    }

    private static boolean hasTasks(int port) throws IOException, InterruptedException {
        return send(port, "GET", "/metrics", "", "")
                .body()
                .lines()
                .anyMatch(line -> line.matches("spillway_stream_held [0-9.]+"));
    }

    private static int called(List<String> tenants) {
        return tenants.stream()
                .mapToInt(tenant -> receiver.at("/" + tenant).size())
                .sum();
    }

    /** Events in the order of their requests, those of one event in a row being named once. */
    private static List<String> inARow(String tenant) {
        var row = new ArrayList<String>();
        for (var request : receiver.at("/" + tenant)) {
            if (row.isEmpty() || !row.getLast().equals(request.event())) {
                row.add(request.event());
            }
        }
        return row;
    }

    /** Events in the order in which they were accepted. */
    private static List<String> delivered(String tenant) {
        var requests = receiver.at("/" + tenant);
        return IntStream.range(0, requests.size())
                .filter(n -> (n + 1) % 3 != 0)
                .mapToObj(n -> requests.get(n).event())
                .distinct()
                .toList();
    }

    /** Asks again and again. */
    private static final class Reading implements AutoCloseable {

        private final Thread thread;
        private final AtomicInteger right = new AtomicInteger();
        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

        Reading(Callable<HttpResponse<String>> question) {
            thread = Thread.ofVirtual().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    ask(question);
                }
            });
        }

        private void ask(Callable<HttpResponse<String>> question) {
            try {
                var answer = question.call();
                var mayComeAgain = answer.statusCode() == 503
                        && answer.headers().firstValue("retry-after").isPresent();
                if (answer.statusCode() == 200 && answer.body().contains("\"id\":\"e0\"")) {
                    right.incrementAndGet();
                } else if (!mayComeAgain) {
                    wrong.add(answer.statusCode() + " " + answer.body());
                }
                Thread.sleep(Duration.ofMillis(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                wrong.add(e.toString());
            }
        }

        int right() {
            return right.get();
        }

        Queue<String> wrong() {
            return wrong;
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    @Test
    void shouldTellEachTenantItsOwnAndGoOnAtAnyGateway() throws Exception {
        // given
        for (var tenant : List.of("one", "other")) {
            call(GATEWAY, "PUT", "/tenants/" + tenant, "");
            for (var id : List.of("a", "b")) {
                call(GATEWAY, "POST", "/tenants/" + tenant + "/destinations", """
                        {"id":"%s","type":"webhook","topics":["*"],"config":{"url":"%s"}}""".formatted(id, receiver.url("/live")));
            }
        }
        var token = json(call(GATEWAY, "GET", "/tenants/one/token", ""))
                .at("/token")
                .asText();
        String past;
        try (var all = live(GATEWAY, "", KEY, "");
                var one = live(OTHER_GATEWAY, "?destination_id=b", token, "")) {
            await().atMost(SOON).until(() -> all.isConnected() && one.isConnected());

            // when
            publish("one", "l1");
            publish("other", "l2");
            await().atMost(SOON).untilAsserted(() -> assertThat(told(all)).hasSize(4));
            call(GATEWAY, "PUT", "/tenants/one/destinations/b/disable", "");

            // then
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(one.of("destination"))
                            .extracting(event -> event.text("state"))
                            .endsWith("disabled"));
            assertThat(told(one)).containsExactly("one l1 b");
            assertThat(one.of("delivery"))
                    .isNotEmpty()
                    .allMatch(event -> event.text("tenant_id").equals("one"))
                    .allMatch(event -> event.text("destination_id").equals("b"));

            // when
            call(GATEWAY, "POST", "/replays", """
                    {"tenant_id":"other","filter":{}}""");

            // then
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(told(all)).hasSize(6);
                assertThat(all.of("replay"))
                        .extracting(event -> event.text("state"))
                        .endsWith("done");
                assertThat(all.of("replay").getLast().data().at("/delivered").asInt())
                        .isEqualTo(2);
            });
            assertThat(one.of("replay")).isEmpty();
            past = all.lastId();
        }

        // when
        publish("other", "l3");
        try (var later = live(OTHER_GATEWAY, "", KEY, past);
                var elsewhere = live(GATEWAY, "?tenant_id=one", KEY, "AQ");
                var nobody = live(GATEWAY, "?tenant_id=other", token, "")) {
            // then
            await().atMost(SOON).untilAsserted(() -> assertThat(told(later)).hasSize(2));
            assertThat(told(later)).containsExactlyInAnyOrder("other l3 a", "other l3 b");
            await().atMost(SOON)
                    .until(() -> !elsewhere.statuses().isEmpty()
                            && !nobody.statuses().isEmpty());
            assertThat(elsewhere.statuses().getFirst()).isEqualTo(400);
            assertThat(nobody.statuses().getFirst()).isEqualTo(403);
        }
    }

    @Test
    void shouldForgetAnEventAndATenant() throws Exception {
        // given
        call(GATEWAY, "PUT", "/tenants/gone", "");
        call(GATEWAY, "POST", "/tenants/gone/destinations", """
                {"id":"d","type":"webhook","topics":["*"],"config":{"url":"%s"}}""".formatted(receiver.url("/gone")));
        publish("gone", "first");
        publish("gone", "second");
        await().atMost(SOON).untilAsserted(() -> assertThat(shown("attempts")).isEqualTo(2));

        // when
        var event = json(call(OTHER_GATEWAY, "POST", "/events/first/erase", ""));

        // then
        assertThat(event.at("/tenant_id").asText()).isEqualTo("gone");
        assertThat(Instant.parse(event.at("/topics/spillway.events").asText()))
                .isBetween(Instant.now().plus(Duration.ofDays(7)), Instant.now().plus(Duration.ofDays(9)));
        assertThat(call(GATEWAY, "GET", "/events/first?tenant_id=gone", "").statusCode())
                .isEqualTo(404);
        assertThat(shown("attempts")).isEqualTo(1);

        // when
        var tenant = json(call(GATEWAY, "POST", "/tenants/gone/erase", ""));

        // then
        assertThat(call(GATEWAY, "GET", "/tenants/gone", "").statusCode()).isEqualTo(404);
        assertThat(shown("events") + shown("attempts") + shown("deliveries")).isZero();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(json(call(
                                        OTHER_GATEWAY,
                                        "GET",
                                        "/jobs/" + tenant.at("/job_id").asText(),
                                        ""))
                                .at("/state")
                                .asText())
                        .isEqualTo("done"));
        assertThat(shown("events") + shown("attempts") + shown("deliveries")).isZero();
    }

    private static int shown(String list) throws IOException, InterruptedException {
        return json(call(GATEWAY, "GET", "/" + list + "?tenant_id=gone", ""))
                .at("/models")
                .size();
    }

    private static void publish(String tenant, String id) throws IOException, InterruptedException {
        call(GATEWAY, "POST", "/publish", "{\"tenant_id\":\"%s\",\"id\":\"%s\",\"data\":{}}".formatted(tenant, id));
    }

    private static LiveReader live(int port, String query, String credential, String lastId) {
        return LiveReader.start(() -> "http://127.0.0.1:" + port + "/api/v1/live" + query, credential, lastId);
    }

    private static List<String> told(LiveReader reader) {
        return reader.of("attempt").stream()
                .filter(event -> event.text("event_id").startsWith("l"))
                .map(event ->
                        event.text("tenant_id") + " " + event.text("event_id") + " " + event.text("destination_id"))
                .toList();
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
                Map.entry("DELIVERY_TIMEOUT_SECONDS", "30"),
                Map.entry("PARTITIONS", "2"),
                Map.entry("REPLICATION_FACTOR", "1"),
                Map.entry("EGRESS_ALLOW", "127.0.0.0/8"),
                Map.entry("AES_ENCRYPTION_SECRET", "a secret of the test"),
                Map.entry("DATA_DIR", folder.resolve(node).toString()),
                Map.entry(name, value));
    }

    private static HttpResponse<String> call(int port, String method, String path, String body)
            throws IOException, InterruptedException {
        return HTTP.send(request(port, method, path, body), BodyHandlers.ofString());
    }

    private static HttpRequest request(int port, String method, String path, String body) {
        return request(port, method, "/api/v1" + path, body, KEY);
    }

    private static HttpResponse<String> send(int port, String method, String path, String body, String credential)
            throws IOException, InterruptedException {
        return HTTP.send(request(port, method, path, body, credential), BodyHandlers.ofString());
    }

    private static HttpRequest request(int port, String method, String path, String body, String credential) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofMinutes(2))
                .header("authorization", "Bearer " + credential)
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }
}
