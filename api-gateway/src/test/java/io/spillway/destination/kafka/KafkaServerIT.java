package io.spillway.destination.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.Attempting;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.SampleDelivery;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.embedded.SecuredBroker;
import io.spillway.embedded.TestPatience;
import io.spillway.node.Serving;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HeldCertificate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real broker, by each way to show who one is. */
class KafkaServerIT {

    private static final Attempting PATIENT = new Attempting(SampleDelivery.AT, Duration.ofSeconds(30));
    private static final String PASSWORD = "dontshowme-\"quoted\"";
    private static final String BODY = "{\"order\":\"o-17\"}";
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final Map<String, Object> TRUST =
            Map.of("ssl.truststore.type", "PEM", "ssl.truststore.certificates", AUTHORITY.certificatePem());

    @TempDir
    private static Path folder;

    private static SecuredBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredBroker.start(folder, AUTHORITY);
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.plain()))) {
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1)))
                    .all()
                    .get();
            for (var mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
                admin.alterUserScramCredentials(List.of(credential(mechanism)))
                        .all()
                        .get();
            }
        }
    }

    private static UserScramCredentialAlteration credential(ScramMechanism mechanism) {
        return new UserScramCredentialUpsertion("user", new ScramCredentialInfo(mechanism, 4_096), PASSWORD);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void shouldProduceAKeyedRecordWithHeaders() {
        // given
        var settings = new Settings(
                Map.of(
                        "brokers", broker.plain(),
                        "topic", "orders",
                        "security", "plaintext",
                        "partition_key_template", "data.order"),
                Map.of(),
                Map.of("tier", "gold"));

        // when
        var outcome = deliver(settings, TRUST);

        // then
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        var record = last();
        assertThat(record.key()).isEqualTo("o-17");
        assertThat(record.value()).isEqualTo(BODY);
        assertThat(header(record, "content-type")).isEqualTo("application/json");
        assertThat(header(record, "event-id")).isEqualTo("evt_1");
        assertThat(header(record, "tier")).isEqualTo("gold");
    }

    @Test
    void shouldSpeakTls() {
        assertThat(deliver(secured("tls", "TLS", Map.of()), TRUST).code()).isEqualTo("OK");
    }

    @Test
    void shouldNotTrustJustAnybody() {
        // when
        var outcome = deliver(secured("tls", "TLS", Map.of()), Map.of());

        // then
        assertThat(((Outcome.Failed) outcome).failure()).isEqualTo(Failure.TLS);
    }

    @Test
    void shouldShowAClientCertificate() {
        // given
        var own = new HeldCertificate.Builder().signedBy(AUTHORITY).build();
        var credentials = Map.of(
                "client_certificate", own.certificatePem(),
                "client_key", own.privateKeyPkcs8Pem());

        // then
        assertThat(deliver(secured("mtls", "MTLS", credentials), TRUST).code()).isEqualTo("OK");
        assertThat(deliver(secured("tls", "MTLS", Map.of()), TRUST)).isInstanceOf(Outcome.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "scram-sha-256", "scram-sha-512"})
    void shouldShowAPassword(String mechanism) {
        assertThat(deliver(sasl(mechanism, PASSWORD), TRUST).code()).isEqualTo("OK");

        // when
        var refused = deliver(sasl(mechanism, "dontshowme-wrong"), TRUST);

        // then
        assertThat(refused.code()).isEqualTo("auth_failed");
        assertThat(refused.toString()).doesNotContain("dontshowme");
    }

    @Test
    void shouldShowATokenOfTheTokenEndpoint() throws Exception {
        try (var endpoint = new MockWebServer()) {
            // given
            endpoint.start();
            endpoint.enqueue(new MockResponse.Builder()
                    .body("{\"access_token\":\"%s\",\"expires_in\":3600}".formatted(token()))
                    .build());

            // when
            var outcome = deliver(bearer(endpoint.url("/token").toString()), TRUST);

            // then
            var request = endpoint.takeRequest();
            assertThat(outcome.code()).isEqualTo("OK");
            assertThat(request.getBody().utf8()).isEqualTo("grant_type=client_credentials&scope=write");
            assertThat(request.getHeaders().get("Authorization"))
                    .isEqualTo(
                            "Basic " + Base64.getEncoder().encodeToString("client:dontshowme-secret".getBytes(UTF_8)));
        }
    }

    @Test
    void shouldFetchNoTokenFromAForbiddenAddress() throws Exception {
        try (var endpoint = new MockWebServer()) {
            // given
            endpoint.start();
            var brokersPort = broker.address("SASL").split(":")[1];

            // when
            var outcome = deliver(bearer(endpoint.url("/token").toString()), TRUST, "127.0.0.0/8@" + brokersPort);

            // then
            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(endpoint.getRequestCount()).isZero();
        }
    }

    /** All roles, the registry among them, see the cluster by TLS and with a password only. */
    @Test
    void shouldServeFromASecuredCluster() throws Exception {
        try (var endpoint = new MockWebServer()) {
            // given
            endpoint.start();
            endpoint.enqueue(new MockResponse.Builder().build());

            // when
            try (var node = Serving.start(
                            secured(), "gateway,streams,dispatcher,relay,registry", () -> {}, TestPatience.AMPLE);
                    var http = HttpClient.newHttpClient()) {
                var api = "http://127.0.0.1:" + node.port() + "/api/v1";
                ask(http, "PUT", api + "/tenants/t", "");
                ask(http, "POST", api + "/tenants/t/destinations", """
                        {"id":"d","type":"webhook","topics":["*"],"config":{"url":"%s"}}""".formatted(endpoint.url("/")));
                ask(http, "POST", api + "/publish", "{\"tenant_id\":\"t\",\"data\":{\"a\":1}}");

                // then
                var called = endpoint.takeRequest(3, TimeUnit.MINUTES);
                assertThat(called).isNotNull();
                assertThat(called.getBody().utf8()).isEqualTo("{\"a\":1}");
            }
        }
    }

    private static Map<String, String> secured() {
        return Map.ofEntries(
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", broker.address("BOTH")),
                Map.entry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL"),
                Map.entry("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM"),
                Map.entry("KAFKA_SSL_TRUSTSTORE_CERTIFICATES", AUTHORITY.certificatePem()),
                Map.entry("KAFKA_SASL_MECHANISM", "PLAIN"),
                Map.entry(
                        "KAFKA_SASL_JAAS_CONFIG",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"user\" password=\""
                                + PASSWORD.replace("\"", "\\\"") + "\";"),
                Map.entry("NODE_ID", "secured"),
                Map.entry("API_HOST", "127.0.0.1"),
                Map.entry("API_PORT", "0"),
                Map.entry("REGISTRY_PORT", "0"),
                Map.entry("PARTITIONS", "1"),
                Map.entry("REPLICATION_FACTOR", "1"),
                Map.entry("EGRESS_ALLOW", "127.0.0.0/8"),
                Map.entry("AES_ENCRYPTION_SECRET", "a secret of the test"),
                Map.entry("DATA_DIR", folder.resolve("node").toString()));
    }

    private static void ask(HttpClient http, String method, String url, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    private static Settings secured(String security, String listener, Map<String, String> credentials) {
        return new Settings(
                Map.of("brokers", broker.address(listener), "topic", "orders", "security", security),
                credentials,
                Map.of());
    }

    private static Settings sasl(String mechanism, String password) {
        return new Settings(
                Map.of(
                        "brokers",
                        broker.address("SASL"),
                        "topic",
                        "orders",
                        "sasl_mechanism",
                        mechanism,
                        "tls",
                        "false"),
                Map.of("username", "user", "password", password),
                Map.of());
    }

    private static Settings bearer(String url) {
        return secured(
                "oauthbearer",
                "SASL",
                Map.of(
                        "client_id", "client",
                        "client_secret", "dontshowme-secret",
                        "token_url", url,
                        "scope", "write"));
    }

    /** As the broker's own validator for development takes it: not signed. */
    private static String token() {
        var now = Instant.now().getEpochSecond();
        return part("{\"alg\":\"none\"}")
                + "."
                + part("{\"sub\":\"spillway\",\"iat\":%d,\"exp\":%d}".formatted(now, now + 3_600))
                + ".";
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }

    private static Outcome deliver(Settings settings, Map<String, Object> trust) {
        return deliver(settings, trust, "127.0.0.0/8");
    }

    private static Outcome deliver(Settings settings, Map<String, Object> trust, String allow) {
        try (var courier =
                new KafkaPlugin(trust).start(new Surroundings(Map.of(), EgressGuard.of(allow), "Spillway/test"))) {
            return courier.deliver(SampleDelivery.of(BODY), settings, PATIENT);
        }
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static ConsumerRecord<String, String> last() {
        var settings = new HashMap<String, Object>(Map.of("bootstrap.servers", broker.plain()));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition("orders", 0);
            consumer.assign(List.of(partition));
            consumer.seek(partition, consumer.endOffsets(List.of(partition)).get(partition) - 1);
            while (true) {
                var records = consumer.poll(Duration.ofSeconds(1)).records(partition);
                if (!records.isEmpty()) {
                    return records.getLast();
                }
            }
        }
    }
}
