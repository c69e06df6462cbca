package io.spillway.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import io.spillway.embedded.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What must not lie anywhere in clear: topics, stores, the registry's files and what the node logs are all in one folder. */
class SecretsIT {

    private static final String SECRET = "whsec_known-secret-of-the-webhook-0123456789";
    private static final String TOKEN = "known-token-in-a-custom-header-9876543210";
    private static final String PASSWORD = "known-password-of-somebody-55667788";
    private static final String KEY = "known-shared-key-1122334455667788";
    private static final String HOOKDECK = Base64.getEncoder().encodeToString(("src_1:" + KEY).getBytes(UTF_8));
    private static final String PAYLOAD = "known-data-of-an-event-5566778899";
    private static final String CLIENT = "known-client-secret-of-an-oauth-client-31415926";
    private static final String ACCESS = "known-access-token-that-was-fetched-27182818";
    private static final HeldCertificate IDENTITY = new HeldCertificate.Builder().build();
    private static final String OURS = "known-secret-of-the-deployment-99887766";

    private static final String CLEAR = "order.paid";
    private static final String LOGGED = "\"loggerName\":\"io.spillway.";

    private static final Duration SOON = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @Test
    @SuppressWarnings("try") // the log takes what is logged by being open
    void shouldLeaveNoSecretInClearOnDiskAndInLogs() throws IOException {
        // given
        try (var log = new Log(folder.resolve("log"));
                var receiver = new Receiver();
                var spillway = Local.whole(
                        folder,
                        Map.of(
                                "AES_ENCRYPTION_SECRET",
                                OURS,
                                "ENCRYPT_PAYLOADS",
                                "true",
                                "DELIVERY_TIMEOUT_SECONDS",
                                "5"))) {
            receiver.answers("/fails", n -> 500);
            receiver.says("/token", "{\"access_token\":\"" + ACCESS + "\",\"expires_in\":60}");
            encrypted(spillway, receiver);
            spillway.tenant("t");
            destinations(receiver, "127.0.0.1:" + Ports.free())
                    .forEach(body -> assertThat(spillway.post("/tenants/t/destinations", body)
                                    .status())
                            .as(body)
                            .isEqualTo(201));

            // when
            spillway.publish("t", "e1", "{}");
            await().atMost(SOON).until(() -> receiver.at("/fails").size() >= 2);
            await().atMost(SOON).until(() -> triedAll(spillway));
            spillway.call("PATCH", "/tenants/t/destinations/d", "{\"credentials\":{\"rotate_secret\":\"true\"}}");
            spillway.post("/tenants/t/destinations", "{\"credentials\":{\"secret\":\"" + SECRET + "\",}}");
            spillway.post("/tenants/t/destinations", credentials("nothing", "", "\"secret\":\"" + SECRET + "\""));

            // then
            assertThat(receiver.at("/fails").getFirst().header("x-token")).contains(TOKEN);
            assertThat(receiver.at("/oauth").getFirst().header("authorization")).contains("Bearer " + ACCESS);
        }
        var key = IDENTITY.privateKeyPkcs8Pem().lines().toList().get(1);
        var forms = Stream.of(PAYLOAD, SECRET, TOKEN, PASSWORD, KEY, HOOKDECK, CLIENT, ACCESS, key, OURS, Local.KEY)
                .flatMap(SecretsIT::forms)
                .toList();
        var found =
                found(Stream.concat(forms.stream(), Stream.of(CLEAR, LOGGED)).toList());
        assertThat(found).as("the scan sees what is in clear").containsKey(CLEAR);
        assertThat(found.get(LOGGED)).as("and what is logged").contains(folder.resolve("log"));
        assertThat(found).doesNotContainKeys(forms.toArray(String[]::new));
    }

    /** What is delivered and shown, chosen by filters and tried again as ever, and lost with its tenant's key. */
    private static void encrypted(Local spillway, Receiver receiver) {
        var data = "{\"kind\": \"wanted\", \"text\": \"" + PAYLOAD + "\"}";
        spillway.tenant("p");
        spillway.webhook("p", "works", receiver.url("/works"), ",\"filter\":{\"data\":{\"kind\":\"wanted\"}}");
        spillway.webhook("p", "again", receiver.url("/again"), "");
        receiver.answers("/again", n -> n < 2 ? 500 : 200);
        spillway.publish("p", "sealed", data);
        await().atMost(SOON)
                .until(() -> !receiver.at("/works").isEmpty()
                        && receiver.at("/again").size() >= 2);
        Stream.of("/works", "/again")
                .flatMap(path -> receiver.at(path).stream())
                .forEach(
                        arrival -> assertThat(new String(arrival.body(), UTF_8)).isEqualTo(data));
        assertThat(spillway.get("/events/sealed?tenant_id=p")
                        .json()
                        .at("/data/text")
                        .asText())
                .isEqualTo(PAYLOAD);
        assertThat(spillway.post("/tenants/p/erase", "").status()).isEqualTo(202);
        assertThat(spillway.records("spillway.settings").stream()
                        .filter(record -> new String(record.key(), UTF_8).startsWith("payload-key."))
                        .toList()
                        .getLast()
                        .value())
                .as("the key is dropped")
                .isNull();
    }

    /** Of every type that takes credentials as text; nobody listens at {@code nowhere}. */
    private static Stream<String> destinations(Receiver receiver, String nowhere) {
        return Stream.of(
                """
                {"id":"d","type":"webhook","topics":["*"],"credentials":{"secret":"%s"},
                 "config":{"url":"%s","custom_headers":"{\\"x-token\\":\\"%s\\"}"}}""".formatted(SECRET, receiver.url("/fails"), TOKEN),
                credentials(
                        "webhook",
                        "\"url\":\"%s\"".formatted(receiver.url("/oauth")),
                        "\"auth\":\"oauth2\",\"client_id\":\"c\",\"client_secret\":\"%s\",\"token_url\":\"%s\""
                                .formatted(CLIENT, receiver.url("/token"))),
                credentials(
                        "webhook",
                        "\"url\":\"https://%s\"".formatted(nowhere),
                        "\"auth\":\"mtls\",\"client_certificate\":\"%s\",\"client_key\":\"%s\""
                                .formatted(pem(IDENTITY.certificatePem()), pem(IDENTITY.privateKeyPkcs8Pem()))),
                credentials(
                        "webhook",
                        "\"url\":\"http://%s\"".formatted(nowhere),
                        "\"auth\":\"basic\",\"username\":\"u\",\"password\":\"%s\"".formatted(PASSWORD)),
                credentials(
                        "webhook",
                        "\"url\":\"http://%s\"".formatted(nowhere),
                        "\"auth\":\"bearer\",\"token\":\"%s\"".formatted(TOKEN)),
                credentials(
                        "kafka",
                        "\"brokers\":\"%s\",\"topic\":\"x\",\"sasl_mechanism\":\"scram-sha-256\"".formatted(nowhere),
                        "\"username\":\"u\",\"password\":\"%s\"".formatted(PASSWORD)),
                credentials(
                        "rabbitmq",
                        "\"server_url\":\"%s\",\"exchange\":\"x\"".formatted(nowhere),
                        "\"username\":\"u\",\"password\":\"%s\"".formatted(PASSWORD)),
                credentials(
                        "aws_sqs",
                        "\"queue_url\":\"http://%s/1/q\"".formatted(nowhere),
                        "\"key\":\"AKIAEXAMPLE\",\"secret\":\"%s\",\"session\":\"%s\"".formatted(KEY, TOKEN)),
                credentials(
                        "azure_servicebus",
                        "\"name\":\"q\"",
                        "\"connection_string\":\"Endpoint=sb://%s/;SharedAccessKeyName=k;SharedAccessKey=%s;UseDevelopmentEmulator=true\""
                                .formatted(nowhere, KEY)),
                credentials("hookdeck", "", "\"token\":\"%s\"".formatted(HOOKDECK)));
    }

    /** As it stands in JSON. */
    private static String pem(String text) {
        return text.replace("\n", "\\n");
    }

    private static String credentials(String type, String config, String credentials) {
        return "{\"type\":\"%s\",\"topics\":[\"*\"],\"config\":{%s},\"credentials\":{%s}}"
                .formatted(type, config, credentials);
    }

    private static boolean triedAll(Local spillway) {
        return spillway
                        .get("/attempts?tenant_id=t&limit=100")
                        .json()
                        .at("/models")
                        .findValuesAsText("destination_id")
                        .stream()
                        .distinct()
                        .count()
                == 10;
    }

    /** All that a node logs, more of it than usual, and what it prints besides. */
    private static final class Log implements AutoCloseable {

        private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        private final Logger ours = (Logger) LoggerFactory.getLogger("io.spillway");
        private final Level level = root.getLevel();
        private final PrintStream out = System.out;
        private final PrintStream err = System.err;
        private final FileAppender<ILoggingEvent> file = new FileAppender<>();

        Log(Path path) throws IOException {
            var encoder = new JsonEncoder();
            encoder.setContext(root.getLoggerContext());
            encoder.start();
            file.setContext(root.getLoggerContext());
            file.setEncoder(encoder);
            file.setFile(path.toString());
            file.start();
            root.addAppender(file);
            root.setLevel(Level.INFO);
            ours.setLevel(Level.DEBUG);
            var printed = new PrintStream(Files.newOutputStream(path.resolveSibling("printed")), true, UTF_8);
            System.setOut(printed);
            System.setErr(printed);
        }

        @Override
        public void close() {
            System.setOut(out);
            System.setErr(err);
            root.setLevel(level);
            ours.setLevel(null);
            root.detachAppender(file);
            file.stop();
        }
    }

    private static Stream<String> forms(String secret) {
        var bytes = secret.getBytes(UTF_8);
        var hex = HexFormat.of();
        return Stream.concat(
                Stream.of(secret, hex.formatHex(bytes), hex.withUpperCase().formatHex(bytes)),
                IntStream.range(0, 3).mapToObj(before -> base64(bytes, before)));
    }

    /** What of the Base64 does not depend on the bytes around it, so many of which come before. */
    private static String base64(byte[] bytes, int before) {
        var shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        var text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        return text.substring(before == 0 ? 0 : before + 1, text.length() - 2);
    }

    /** Which of these texts are in which files; those that are in none are left out. */
    private Map<String, List<Path>> found(List<String> texts) throws IOException {
        var found = new HashMap<String, List<Path>>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var content = new String(Files.readAllBytes(file), ISO_8859_1);
                texts.stream()
                        .filter(text -> content.contains(new String(text.getBytes(UTF_8), ISO_8859_1)))
                        .forEach(text -> found.computeIfAbsent(text, _ -> new ArrayList<>())
                                .add(file));
            }
        }
        return found;
    }
}
