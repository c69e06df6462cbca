package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.destination.Settings;
import io.spillway.domain.OperatorTopic;
import io.spillway.domain.Pace;
import io.spillway.domain.Schedule;
import io.spillway.domain.TenantId;
import io.spillway.stream.judge.Retries;
import io.spillway.stream.judge.Watching;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeConfigTest {

    private static final Path REFERENCE = Path.of("..", "docker", "config.reference.env");
    private static final Pattern SETTING = Pattern.compile("#([A-Z_]+)=(.*)");
    private static final Map<String, String> NEEDED = Map.of("AES_ENCRYPTION_SECRET", "a secret");

    @Test
    void shouldHaveTheDefaultsOfTheReferenceFile() throws IOException {
        // given
        var reference = reference();

        // then
        assertThat(reference).containsAllEntriesOf(NodeConfig.defaults());
    }

    private static Map<String, String> reference() throws IOException {
        return Files.readAllLines(REFERENCE).stream()
                .map(SETTING::matcher)
                .filter(line -> line.matches())
                .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
    }

    @Test
    void shouldNameEveryProblemAtOnce() {
        // given
        var settings = Map.of(
                "API_PORT", "a lot",
                "RETRY_TIERS", "1x",
                "NODE_ID", "no spaces please",
                "EGRESS_ALLOW", "everything");

        // then
        assertThatThrownBy(() -> NodeConfig.load(new Variables(settings), Set.of(Role.GATEWAY), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "API_PORT", "RETRY_TIERS", "NODE_ID", "EGRESS_ALLOW", "REGISTRY_URL", "AES_ENCRYPTION_SECRET");
    }

    @Test
    void shouldReadThePaceOfDestinationsThatLeaveItOpen() {
        // given
        var settings = new HashMap<>(NEEDED);
        settings.put("DELIVERY_RATE", "100/20");
        settings.put("DELIVERY_BREAKER", "10/30");
        settings.put("DELIVERY_WEIGHTS", "acme=4, a.b=2");

        // when
        var config = NodeConfig.load(new Variables(settings), Set.of(Role.DISPATCHER, Role.REGISTRY), Map.of());

        // then
        assertThat(config.outgoing().limits().usual())
                .isEqualTo(new Pace(
                        Optional.of(64),
                        Optional.of(new Pace.Rate(100, 20)),
                        Optional.of(new Pace.Breaker(10, Duration.ofSeconds(30)))));
        assertThat(config.outgoing().limits().pool().weights())
                .isEqualTo(Map.of(new TenantId("acme"), 4, new TenantId("a.b"), 2));
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVERY_RATE, 100",
        "DELIVERY_RATE, 0/1",
        "DELIVERY_BREAKER, 5/x",
        "DELIVERY_BREAKER, 5/30/1",
        "DELIVERY_WEIGHTS, acme",
        "DELIVERY_WEIGHTS, acme=0",
        "DELIVERY_WEIGHTS, =2",
        "DELIVERY_WEIGHTS, 'acme=2,acme=3'"
    })
    void shouldSayHowALimitIsWritten(String name, String wrong) {
        // given
        var settings = new HashMap<>(NEEDED);
        settings.put(name, wrong);

        // then
        assertThatThrownBy(() ->
                        NodeConfig.load(new Variables(settings), Set.of(Role.DISPATCHER, Role.REGISTRY), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(name + " must be")
                .hasMessageContaining(wrong);
    }

    @Test
    void shouldPassRawClientSettingsThrough() {
        // given
        var settings = new HashMap<>(NEEDED);
        settings.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
        settings.put("KAFKA_BOOTSTRAP_SERVERS", "one:9092,two:9092");
        settings.put("KAFKA_PORT", "9092");

        // when
        var config = NodeConfig.load(new Variables(settings), Set.of(Role.REGISTRY), Map.of());

        // then
        assertThat(config.kafka().client())
                .containsOnly(
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("bootstrap.servers", "one:9092,two:9092"));
    }

    @Test
    void shouldReadScheduleAndTiers() {
        // given
        var settings = new HashMap<>(NEEDED);
        settings.put("RETRY_SCHEDULE", "2, 3600");
        settings.put("RETRY_TIERS", "1s,10m,6h");

        // when
        var rules = NodeConfig.load(new Variables(settings), Set.of(Role.REGISTRY), Map.of())
                .rules();

        // then
        assertThat(rules.task().retries())
                .isEqualTo(new Retries(new Schedule.Listed(List.of(Duration.ofSeconds(2), Duration.ofHours(1)))));
        assertThat(rules.tiers().all()).extracting(tier -> tier.name()).containsExactly("1s", "10m", "6h");
    }

    @Test
    void shouldReadWhereOperatorEventsGo() {
        // given
        var settings = new HashMap<>(NEEDED);
        settings.put("OPERATOR_EVENTS_TOPICS", "attempt.failed, alert.destination.disabled");
        settings.put("OPERATOR_EVENTS_HTTP_URL", "https://ops.example/hook");
        settings.put("OPERATOR_EVENTS_HTTP_SIGNING_SECRET", "s3");
        settings.put("OPERATOR_EVENTS_RABBITMQ_SERVER_URL", "amqps://me:p%40ss+@mq.example/ops");
        settings.put("OPERATOR_EVENTS_RABBITMQ_EXCHANGE", "events");
        settings.put("OPERATOR_EVENTS_AWS_SQS_ACCESS_KEY_ID", "a key without a queue");

        // when
        var config = NodeConfig.load(new Variables(settings), Set.of(Role.REGISTRY), Map.of());

        // then
        var sinks = config.outgoing().sinks();
        assertThat(config.rules().task().told())
                .containsExactlyInAnyOrder(OperatorTopic.ATTEMPT_FAILED, OperatorTopic.DISABLED);
        assertThat(sinks.url())
                .contains(new OperatorSinks.Url(URI.create("https://ops.example/hook"), Optional.of("s3")));
        assertThat(sinks.queues())
                .containsExactly(new OperatorSinks.Queue(
                        "rabbitmq",
                        new Settings(
                                Map.of("server_url", "mq.example:5671/ops", "exchange", "events", "tls", "true"),
                                Map.of("username", "me", "password", "p@ss+"),
                                Map.of()),
                        "OPERATOR_EVENTS_RABBITMQ_*"));
        assertThat(sinks.toString()).doesNotContain("s3", "p@ss", "hook");
    }

    @ParameterizedTest
    @CsvSource({
        "OPERATOR_EVENTS_HTTP_URL, ops.example/secret",
        "OPERATOR_EVENTS_HTTP_URL, 'https://ops.example/a secret'",
        "OPERATOR_EVENTS_RABBITMQ_SERVER_URL, http://me:secret@mq"
    })
    void shouldNotShowTheUrlOfASink(String name, String value) {
        // given
        var settings = new HashMap<>(NEEDED);
        settings.put(name, value);

        // then
        assertThatThrownBy(() -> NodeConfig.load(new Variables(settings), Set.of(Role.REGISTRY), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(name + " must be a URL as ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldWatchDestinationsAsOutpostDoesUnlessToldOtherwise() {
        // given
        var settings = new HashMap<>(NEEDED);
        settings.put("ALERT_EXHAUSTED_RETRIES_WINDOW_SECONDS", "");
        settings.put("ALERT_FAILURE_RATE_PERCENT", "30");

        // when
        var watching = NodeConfig.load(new Variables(settings), Set.of(Role.REGISTRY), Map.of())
                .rules()
                .task()
                .watching();

        // then
        assertThat(watching)
                .isEqualTo(new Watching(
                        Optional.of(100),
                        Optional.empty(),
                        Optional.of(new Watching.Share(30, 100)),
                        new Watching.Disabling(false, true, Optional.empty())));
    }

    @Test
    void shouldReadTheAgeAndTheJitterOfRetries() {
        // given
        var settings = new HashMap<>(NEEDED);
        settings.put("RETRY_SCHEDULE", "2");
        settings.put("RETRY_MAX_AGE_SECONDS", "90");
        settings.put("RETRY_JITTER", "0.25");

        // when
        var retries = NodeConfig.load(new Variables(settings), Set.of(Role.REGISTRY), Map.of())
                .rules()
                .task()
                .retries();

        // then
        var list = new Schedule.Listed(List.of(Duration.ofSeconds(2)));
        assertThat(retries).isEqualTo(new Retries(list, 2, Optional.of(Duration.ofSeconds(90)), 0.25));
    }

    @ParameterizedTest
    @CsvSource({
        // RETRY_SCHEDULE where it is given, RETRY_INTERVAL_SECONDS, MAX_RETRY_LIMIT; attempts, the wait after the third
        ", , , 5, 30",
        ", 10, , 11, 40",
        ", , 3, 4, 120",
        "'', 1, 2, 3, 4",
        "'7', 1, 2, 2, 7"
    })
    void shouldReadOutpostsExponentialSchedule(
            @Nullable String schedule, @Nullable String interval, @Nullable String limit, int attempts, int third) {
        // given
        var settings = new HashMap<>(NEEDED);
        Optional.ofNullable(schedule).ifPresent(value -> settings.put("RETRY_SCHEDULE", value));
        Optional.ofNullable(interval).ifPresent(value -> settings.put("RETRY_INTERVAL_SECONDS", value));
        Optional.ofNullable(limit).ifPresent(value -> settings.put("MAX_RETRY_LIMIT", value));

        // when
        var retries = NodeConfig.load(new Variables(settings), Set.of(Role.REGISTRY), Map.of())
                .rules()
                .task()
                .retries();

        // then
        assertThat(retries.attempts()).isEqualTo(attempts);
        assertThat(retries.schedule().after(3)).contains(Duration.ofSeconds(third));
    }

    @ParameterizedTest
    @CsvSource({
        "RETRY_TIERS, ''",
        "RETRY_TIERS, '1s,,5s'",
        "RETRY_TIERS, 's'",
        "RETRY_TIERS, '0s'",
        "RETRY_TIERS, '5'",
        "RETRY_TIERS, '9000000000000000h'",
        "RETRY_SCHEDULE, '1,,5'",
        "OPERATOR_EVENTS_TOPICS, 'attempt.lost'",
        "ALERT_FAILURE_RATE_PERCENT, 101",
        "RETRY_INTERVAL_SECONDS, 0",
        "MAX_RETRY_LIMIT, 200",
        "RETRY_MAX_AGE_SECONDS, 0",
        "RETRY_JITTER, 1.1",
        "RETRY_JITTER, NaN",
        "RETRY_SCHEDULE, '0'",
        "RETRY_SCHEDULE, '-1'",
        "RETRY_SCHEDULE, '9223372036854775807'",
        "API_PORT, 65536",
        "EGRESS_ALLOW, '10.0.0.0/99'",
        "ADVERTISED_URL, 'spillway:80'",
        "DEPLOYMENT_ID, 'my deployment'",
        "LOG_LEVEL, 'loud'",
        "TOPICS_ALLOW_WILDCARDS, '1'"
    })
    void shouldSayInOneSentenceWhatIsWrong(String name, String value) {
        // given
        var settings = new HashMap<>(NEEDED);
        settings.put(name, value);

        // then
        assertThatThrownBy(() -> NodeConfig.load(new Variables(settings), Set.of(Role.REGISTRY), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(name + " must be ")
                .hasMessageEndingWith("and is \"" + value + "\"");
    }

    @Test
    void shouldWarnOfSettingsThatHaveNoEffect() {
        // given
        var settings = Map.of(
                "REDIS_HOST", "redis",
                "POSTGRES_URL", "postgres://a:secret@b",
                "PORTAL_LOGO", "https://example.com/logo.svg",
                "OTEL_SERVICE_NAME", "",
                "TOPICS", "a",
                "PATH", "/bin");

        // then
        assertThat(OutpostSettings.warnings(settings))
                .containsExactly(
                        "POSTGRES_URL, REDIS_HOST without effect: everything is kept in Kafka; see KAFKA_BOOTSTRAP_SERVERS and DATA_DIR.",
                        "PORTAL_LOGO without effect: Spillway has nothing of the kind.");
    }

    @Test
    void shouldWarnOfNoSettingThatHasAnEffect() throws IOException {
        // given
        var effective = reference().keySet().stream().collect(Collectors.toMap(name -> name, name -> "set"));

        // then
        assertThat(OutpostSettings.warnings(effective)).isEmpty();
    }

    @Test
    void shouldPointToSettingsThatThereAre() throws IOException {
        // given
        var advice = String.join(
                "\n",
                OutpostSettings.warnings(OutpostSettings.names().stream()
                        .collect(Collectors.toMap(name -> name.replace("*", "X"), name -> "set"))));
        var named = Pattern.compile("(?<=see |and |; )[A-Z]+_[A-Z_]+")
                .matcher(advice)
                .results();

        // then
        assertThat(named.map(result -> result.group()))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(reference()).containsKey(name));
    }

    @Test
    void shouldSayWhichRolesThereAre() {
        // then
        assertThatThrownBy(() -> Role.parse("gateway,cook"))
                .hasMessage("there is no role \"cook\"; there are gateway,streams,dispatcher,relay,registry");
    }
}
