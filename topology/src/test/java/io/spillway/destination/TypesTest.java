package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The destination types that come with Spillway: their forms, their rules, and how they are labelled. */
class TypesTest {

    private static final String PEM_CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    private static final String PEM_KEY = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n";
    private static final Map<String, String> AWS = Map.of("key", "AKIAIOSFODNN7EXAMPLE", "secret", "dontshowme-secret");
    private static final Map<String, String> SASL = Map.of("username", "user", "password", "dontshowme-password");
    private static final Map<String, Settings> VALID = Map.of(
            "webhook", settings(Map.of("url", "https://example.com/hook"), Map.of()),
            "hookdeck", settings(Map.of(), Map.of("token", base64("src_1:secret"))),
            "aws_sqs", settings(Map.of("queue_url", "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"), AWS),
            "aws_kinesis", settings(Map.of("stream_name", "orders", "region", "us-east-1"), AWS),
            "aws_s3", settings(Map.of("bucket", "my-bucket", "region", "us-gov-west-1"), AWS),
            "aws_eventbridge", settings(Map.of("bus", "default", "source", "com.example", "region", "eu-west-1"), AWS),
            "aws_sns", settings(Map.of("topic_arn", "arn:aws:sns:eu-west-1:123456789012:orders"), AWS),
            "gcp_pubsub",
                    settings(
                            Map.of("project_id", "my-project", "topic", "orders"),
                            Map.of("service_account_json", "{\"type\":\"service_account\"}")),
            "azure_servicebus",
                    settings(
                            Map.of("name", "orders"),
                            Map.of(
                                    "connection_string",
                                    "Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=s;SharedAccessKey=k")),
            "rabbitmq", settings(Map.of("server_url", "mq.example.com:5672/shop", "exchange", "orders"), SASL));
    private static final Settings KAFKA =
            settings(Map.of("brokers", "b1:9092,b2:9092", "topic", "orders", "sasl_mechanism", "plain"), SASL);

    private final DestinationTypes types = load(Map.of());

    @AfterEach
    void close() {
        types.close();
    }

    private static DestinationTypes load(Map<String, String> variables) {
        return DestinationTypes.load(new Surroundings(variables, EgressGuard.of(""), "Spillway/test"));
    }

    static Stream<String> all() {
        return Stream.concat(VALID.keySet().stream(), Stream.of("kafka")).sorted();
    }

    private static Settings valid(String type) {
        return VALID.getOrDefault(type, KAFKA);
    }

    private static Settings settings(Map<String, String> config, Map<String, String> credentials) {
        return new Settings(config, credentials, Map.of());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Settings with(Settings settings, String field, String value) {
        var config = new HashMap<>(settings.config());
        var credentials = new HashMap<>(settings.credentials());
        var part = field.startsWith("config.") ? config : credentials;
        part.put(field.substring(field.indexOf('.') + 1), value);
        return settings(config, credentials);
    }

    private Prepared prepare(String type, Settings settings) {
        return types.find(type)
                .orElseThrow()
                .prepare(new Change(Optional.empty(), settings, true, Samples.AT, new Random(1)));
    }

    private Settings ready(String type, Settings settings) {
        assertThat(prepare(type, settings)).isInstanceOf(Prepared.Ready.class);
        return ((Prepared.Ready) prepare(type, settings)).settings();
    }

    private List<String> problems(String type, Settings settings) {
        return switch (prepare(type, settings)) {
            case Prepared.Ready ready -> List.of();
            case Prepared.Refused(var problems) -> problems;
        };
    }

    @Test
    void shouldListThemInTheOrderOfTheContract() {
        assertThat(types.all().stream().filter(types::isStock).map(DestinationType::type))
                .containsExactly(
                        "webhook",
                        "hookdeck",
                        "aws_sqs",
                        "aws_kinesis",
                        "aws_s3",
                        "gcp_pubsub",
                        "azure_servicebus",
                        "rabbitmq",
                        "kafka");
        assertThat(types.all().stream().filter(type -> !types.isStock(type)).map(DestinationType::type))
                .containsExactly("aws_eventbridge", "aws_sns");
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldAcceptWhatIsComplete(String type) {
        // when
        var settings = ready(type, valid(type));

        // then
        assertThat(types.find(type).orElseThrow().problems(settings)).isEmpty();
        assertThat(types.find(type).orElseThrow().target(settings)).isNotBlank();
        assertThat(types.find(type).orElseThrow().isStock(settings)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldNameEveryMissingField(String type) {
        // given
        var form = types.find(type).orElseThrow().form();
        var required = Stream.concat(
                        form.configFields().stream()
                                .filter(field -> field.rules().required())
                                .map(field -> "config." + field.key() + " is required"),
                        form.credentialFields().stream()
                                .filter(field -> field.rules().required())
                                .map(field -> "credentials." + field.key() + " is required"))
                .toList();

        // then
        assertThat(problems(type, Settings.NONE)).isEqualTo(required);
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldMaskWhatIsSecretAndShowTheRest(String type) {
        // given
        var found = types.find(type).orElseThrow();
        var secret = found.form().credentialFields().stream()
                .filter(field -> field.looks().sensitive())
                .map(Field::key)
                .collect(Collectors.toSet());

        // when
        var shown = found.shown(valid(type), Samples.AT);

        // then
        assertThat(shown.config()).isEqualTo(valid(type).config());
        assertThat(shown.toString()).doesNotContain("dontshowme");
        shown.credentials()
                .forEach((key, value) -> assertThat(value.contains("*")).isEqualTo(secret.contains(key)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldTellPeopleWhatToDo(String type) throws Exception {
        // given
        var words = types.find(type).orElseThrow().form().presentation();

        // then
        assertThat(words.label()).isNotBlank();
        assertThat(words.description()).endsWith(".");
        assertThat(words.instructions()).startsWith("# ").contains("\n1. ");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new java.io.ByteArrayInputStream(words.icon().getBytes(StandardCharsets.UTF_8)))
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldHaveNoUnknownKeyInItsFiles(String type) throws IOException {
        // given
        var known = Set.of(
                "type",
                "key",
                "label",
                "description",
                "required",
                "default",
                "disabled",
                "sensitive",
                "hidden",
                "minlength",
                "maxlength",
                "pattern",
                "options");
        try (var file = Form.class.getResourceAsStream("/destinations/" + type + "/metadata.json")) {
            var tree = new ObjectMapper().readTree(file);

            // then
            assertThat(tree.fieldNames())
                    .toIterable()
                    .isSubsetOf("label", "description", "setup_link", "config_fields", "credential_fields");
            assertThat(Stream.concat(
                                    tree.path("config_fields").valueStream(),
                                    tree.path("credential_fields").valueStream())
                            .flatMap(field -> field.propertyStream().map(Map.Entry::getKey)))
                    .isSubsetOf(known);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hookdeck | credentials.token | not base64! | credentials.token failed invalid_token_format validation",
                "hookdeck | credentials.token | bm9jb2xvbg== | credentials.token failed invalid_token_format validation",
                "aws_sqs | config.queue_url | orders | config.queue_url failed pattern validation",
                "aws_sqs | config.queue_url | http://10.0.0.1/q | config.queue_url must not point to an address that deliveries cannot reach",
                "aws_sqs | config.endpoint | localhost:4566 | config.endpoint failed pattern validation",
                "aws_sqs | config.endpoint | http://localhost:4566 | config.endpoint must not point to an address that deliveries cannot reach",
                "aws_kinesis | config.region | Europe | config.region failed pattern validation",
                "aws_kinesis | config.stream_name | a b | config.stream_name failed pattern validation",
                "aws_kinesis | config.partition_key_template | data. | config.partition_key_template failed pattern validation",
                "aws_s3 | config.storage_class | COLD | config.storage_class failed enum validation",
                "aws_s3 | config.key_template | join('/', [ | config.key_template failed pattern validation",
                "aws_eventbridge | config.source | aws.s3 | config.source failed pattern validation",
                "aws_sns | config.topic_arn | orders | config.topic_arn failed pattern validation",
                "gcp_pubsub | credentials.service_account_json | x | credentials.service_account_json failed format validation",
                "gcp_pubsub | credentials.service_account_json | [] | credentials.service_account_json failed format validation",
                "gcp_pubsub | credentials.service_account_json | {} | credentials.service_account_json failed missing_type validation",
                "gcp_pubsub | config.endpoint | localhost:8085 | config.endpoint must not point to an address that deliveries cannot reach",
                "azure_servicebus | config.name | /x | config.name failed pattern validation",
                "azure_servicebus | credentials.connection_string | nonsense | credentials.connection_string failed pattern validation",
                "azure_servicebus | credentials.connection_string | Endpoint=sb://127.0.0.1;a=b | credentials.connection_string must not point to an address that deliveries cannot reach",
                "rabbitmq | config.server_url | mq.example.com | config.server_url failed pattern validation",
                "rabbitmq | config.server_url | 10.1.2.3:5672 | config.server_url must not point to an address that deliveries cannot reach",
                "rabbitmq | config.tls | yes | config.tls failed invalid validation",
                "kafka | config.brokers | b1 | config.brokers failed pattern validation",
                "kafka | config.brokers | b1:9092,,b2:9092 | config.brokers failed pattern validation",
                "kafka | config.brokers | b1:9092,[::1]:9092 | config.brokers must not point to an address that deliveries cannot reach",
                "kafka | config.topic | a b | config.topic failed pattern validation",
                "kafka | config.tls | True | config.tls failed invalid validation",
                "kafka | config.sasl_mechanism | oauth | config.sasl_mechanism failed invalid validation",
                "kafka | config.security | none | config.security failed invalid validation",
            })
    void shouldRefuseWhatCannotBeMeant(String type, String field, String value, String problem) {
        assertThat(problems(type, with(valid(type), field, value))).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws_sqs | orders | https://eu-west-1.console.aws.amazon.com/sqs/v3/home?region=eu-west-1#/queues/https%3A%2F%2Fsqs.eu-west-1.amazonaws.com%2F123456789012%2Forders",
                "aws_kinesis | orders in us-east-1 | https://us-east-1.console.aws.amazon.com/kinesis/home?region=us-east-1#/streams/details/orders/monitoring",
                "aws_s3 | my-bucket in us-gov-west-1 | https://s3.console.aws.amazon.com/s3/buckets/my-bucket?region=us-gov-west-1",
                "aws_eventbridge | default in eu-west-1 | ''",
                "aws_sns | orders | ''",
                "gcp_pubsub | my-project/orders | https://console.cloud.google.com/cloudpubsub/topic/detail/orders?project=my-project",
                "azure_servicebus | shop/orders | ''",
                "rabbitmq | orders | ''",
                "kafka | b1:9092 / orders | ''",
                "hookdeck | Hookdeck source src_1 | https://dashboard.hookdeck.com/sources/src_1"
            })
    void shouldLabelTheTarget(String type, String target, String url) {
        // given
        var found = types.find(type).orElseThrow();

        // then
        assertThat(found.target(valid(type))).isEqualTo(target);
        assertThat(found.targetUrl(valid(type)).orElse("")).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rabbitmq", "kafka"})
    void shouldStoreASwitchAsTrueOrFalse(String type) {
        assertThat(ready(type, valid(type)).config()).containsEntry("tls", "false");
        assertThat(ready(type, with(valid(type), "config.tls", "on")).config()).containsEntry("tls", "true");
        assertThat(ready(type, with(valid(type), "config.tls", "true")).config())
                .containsEntry("tls", "true");
    }

    @Test
    void shouldAcceptTemplatesAndStorageClassesAsTheirMakersWriteThem() {
        assertThat(problems("aws_s3", with(valid("aws_s3"), "config.storage_class", "glacier_ir")))
                .isEmpty();
        assertThat(problems(
                        "aws_s3",
                        with(valid("aws_s3"), "config.key_template", "join('/', [time.year, metadata.\"event-id\"])")))
                .isEmpty();
        assertThat(problems("aws_s3", with(valid("aws_s3"), "config.key_template", "(".repeat(1024))))
                .containsExactly("config.key_template failed pattern validation");
    }

    @Test
    void shouldAskForNoAccountAtAnEmulator() {
        // given
        var emulator =
                settings(Map.of("project_id", "p", "topic", "t", "endpoint", "pubsub.example.com:8085"), Map.of());

        // then
        assertThat(ready("gcp_pubsub", emulator).credentials()).containsEntry("service_account_json", "");
    }

    @Nested
    class KafkaWithoutSasl {

        private Settings secured(String security, Map<String, String> credentials) {
            return settings(Map.of("brokers", "b1:9092", "topic", "t", "security", security), credentials);
        }

        @ParameterizedTest
        @ValueSource(strings = {"plaintext", "tls"})
        void shouldAskForNoCredentials(String security) {
            assertThat(problems("kafka", secured(security, Map.of()))).isEmpty();
        }

        @Test
        void shouldAskForWhatEachWayNeeds() {
            assertThat(problems("kafka", secured("mtls", Map.of())))
                    .containsExactly(
                            "credentials.client_certificate is required", "credentials.client_key is required");
            assertThat(problems(
                            "kafka",
                            secured("mtls", Map.of("client_certificate", PEM_CERTIFICATE, "client_key", PEM_KEY))))
                    .isEmpty();
            assertThat(problems("kafka", secured("sasl_plain", Map.of())))
                    .containsExactly("credentials.username is required", "credentials.password is required");
            assertThat(problems("kafka", secured("sasl_scram", SASL)))
                    .containsExactly("config.sasl_mechanism is required");
            assertThat(problems("kafka", with(secured("sasl_scram", SASL), "config.sasl_mechanism", "plain")))
                    .containsExactly("config.sasl_mechanism failed invalid validation");
            assertThat(problems("kafka", secured("oauthbearer", Map.of())))
                    .containsExactly(
                            "credentials.client_id is required",
                            "credentials.client_secret is required",
                            "credentials.token_url is required");
        }

        @Test
        void shouldBeBeyondTheReachOfStockClients() {
            assertThat(types.find("kafka").orElseThrow().isStock(secured("tls", Map.of())))
                    .isFalse();
        }
    }

    @Nested
    class Delivering {

        @Test
        void shouldSayThatNobodyDeliversToAType() {
            // given
            var lonely = new RuledType(
                    new Lonely(),
                    types.find("aws_sqs").orElseThrow().form(),
                    EgressGuard.of(""),
                    RuledType.nobody("lonely"));

            // when
            var outcome = lonely.deliver(Samples.delivery(), Settings.NONE, Samples.ATTEMPTING);

            // then
            assertThat(outcome)
                    .isEqualTo(new Outcome.Failed(
                            Failure.PROVIDER,
                            "this deployment cannot deliver to destinations of type lonely",
                            Optional.empty()));
        }

        private record Lonely() implements TypeRules {

            @Override
            public String type() {
                return "lonely";
            }

            @Override
            public String target(Settings settings) {
                return "";
            }
        }
    }

    @Nested
    class WordsOfTheOperator {

        @TempDir
        private Path folder;

        @Test
        void shouldReplaceWhatPeopleReadButNoRule() throws IOException {
            // given
            var own = Files.createDirectories(folder.resolve("rabbitmq"));
            Files.writeString(own.resolve("metadata.json"), """
                    {"label":"Our rabbits","setup_link":{"href":"https://example.com/setup","cta":"Connect"},\
                    "config_fields":[]}""");
            Files.writeString(own.resolve("instructions.md"), "# Ask us\n");

            try (var changed = load(Map.of("DESTINATIONS_METADATA_PATH", folder.toString()))) {
                // when
                var form = changed.find("rabbitmq").orElseThrow().form();
                var usual = types.find("rabbitmq").orElseThrow().form();

                // then
                assertThat(form.presentation().label()).isEqualTo("Our rabbits");
                assertThat(form.presentation().instructions()).isEqualTo("# Ask us\n");
                assertThat(form.presentation().setupLink())
                        .contains(new Form.SetupLink("https://example.com/setup", "Connect"));
                assertThat(form.presentation().icon())
                        .isEqualTo(usual.presentation().icon());
                assertThat(form.configFields().stream().map(Field::key))
                        .containsExactlyElementsOf(
                                usual.configFields().stream().map(Field::key).toList());
            }
        }

        @Test
        void shouldNameWhatCannotBeUsed() throws IOException {
            // given
            var own = Files.createDirectories(folder.resolve("kafka"));
            Files.writeString(own.resolve("metadata.json"), "{");

            // then
            assertThatThrownBy(() -> load(Map.of("DESTINATIONS_METADATA_PATH", folder.toString())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(own.resolve("metadata.json").toString());
            assertThatThrownBy(() -> load(Map.of("DESTINATIONS_METADATA_PATH", "/nowhere")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("DESTINATIONS_METADATA_PATH is not a folder: /nowhere");
        }
    }

    @Test
    void shouldHavePatternsThatBrowsersUnderstandToo() {
        assertThat(types.all().stream()
                        .flatMap(type -> Stream.concat(
                                type.form().configFields().stream(), type.form().credentialFields().stream()))
                        .flatMap(field -> field.rules().pattern().stream())
                        .map(Pattern::pattern))
                .allSatisfy(pattern -> assertThat(pattern).startsWith("^").doesNotContain("(?<", "\\p", "\\A", "\\Z"));
    }
}
