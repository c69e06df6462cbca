package io.spillway.destination.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.Attempting;
import io.spillway.destination.DestinationContract;
import io.spillway.destination.DestinationPlugin;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.destination.webhook.RawEndpoint;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.Errors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaContractIT extends DestinationContract {

    private ScriptedBroker broker = ScriptedBroker.answering(Errors.NONE);

    @Override
    protected DestinationPlugin plugin() {
        return ruled(new KafkaRules(), new KafkaPlugin());
    }

    @Override
    protected Settings settings() {
        return new Settings(
                Map.of("brokers", broker.address(), "topic", ScriptedBroker.TOPIC, "security", "plaintext"),
                Map.of("password", SECRET),
                Map.of());
    }

    @Override
    protected void receive(Reception reception) {
        become(
                switch (reception) {
                    case ACCEPTS -> ScriptedBroker.answering(Errors.NONE);
                    case REFUSES -> ScriptedBroker.answering(Errors.TOPIC_AUTHORIZATION_FAILED);
                    case THROTTLES -> ScriptedBroker.answering(Errors.THROTTLING_QUOTA_EXCEEDED);
                    case HANGS -> ScriptedBroker.silent();
                });
    }

    @Override
    protected List<Arrival> arrived() {
        return broker.arrivals();
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({
        "MESSAGE_TOO_LARGE, message_too_large",
        "UNKNOWN_TOPIC_OR_PARTITION, topic_not_found",
        "NOT_ENOUGH_REPLICAS, not_enough_replicas",
        "TOPIC_AUTHORIZATION_FAILED, not_authorized"
    })
    void shouldNameTheRefusal(Errors error, String code) {
        // given
        become(ScriptedBroker.answering(error));

        // when
        var outcome = deliver("127.0.0.0/8", settings(), Samples.ATTEMPTING);

        // then
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.code()).isEqualTo(code);
        assertThat(broker.arrivals()).hasSize(1);
    }

    @Test
    void shouldSayWhereTheRecordLies() {
        // when
        var outcome = deliver("127.0.0.0/8", settings(), Samples.ATTEMPTING);

        // then
        assertThat(outcome.code()).isEqualTo("OK");
        assertThat(((Outcome.Delivered) outcome).response().data())
                .contains("\"topic\":\"orders\"", "\"partition\":\"0\"", "\"offset\":\"7\"");
    }

    @Test
    void shouldNotFollowABrokerToAForbiddenAddress() {
        // given
        try (var forbidden = ScriptedBroker.answering(Errors.NONE)) {
            become(ScriptedBroker.advertising(forbidden.address()));
            var port = broker.address().split(":", 2)[1];

            // when
            var outcome = Samples.attemptBriefly(
                    attempting -> deliver("127.0.0.0/8@" + port, settings(), attempting), KafkaContractIT::isNotLate);

            // then
            assertThat(((Outcome.Failed) outcome).failure()).isEqualTo(Failure.BLOCKED);
            assertThat(forbidden.connections()).isZero();
            assertThat(broker.connections()).isPositive();
        }
    }

    @Test
    void shouldNotConnectToAForbiddenBootstrapBroker() {
        // when
        var outcome =
                Samples.attemptBriefly(attempting -> deliver("", settings(), attempting), KafkaContractIT::isNotLate);

        // then
        assertThat(((Outcome.Failed) outcome).failure()).isEqualTo(Failure.BLOCKED);
        assertThat(broker.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plaintext", "sasl_plain"})
    void shouldHangUpOnAnAnswerThatIsTooLarge(String security) {
        // given
        become(ScriptedBroker.boasting());
        var settings = new Settings(
                Map.of("brokers", broker.address(), "topic", ScriptedBroker.TOPIC, "security", security),
                Map.of("username", "user", "password", SECRET),
                Map.of());

        // when
        var outcome = Samples.attemptBriefly(
                attempting -> deliver("127.0.0.0/8", settings, attempting), _ -> broker.connections() > 1);

        // then
        assertThat(((Outcome.Failed) outcome).failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(broker.connections()).isGreaterThan(1);
    }

    @Test
    void shouldTellWhyThereIsNoTokenWhileAnotherTokenEndpointHangs() throws InterruptedException {
        // given
        try (var hanging = RawEndpoint.playing(out -> RawEndpoint.silence());
                var refusing = RawEndpoint.answering("HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n")) {
            var patient = new Attempting(Samples.AT, Duration.ofMinutes(5));
            var other = Thread.startVirtualThread(() -> deliver("127.0.0.0/8", oauth(hanging), patient));
            Awaitility.await().until(() -> !hanging.requests().isEmpty());

            // when
            var outcome = deliver("127.0.0.0/8", oauth(refusing), Samples.ATTEMPTING);

            // then
            assertThat(other.isAlive()).isTrue();
            assertThat(outcome.code()).isEqualTo("auth_failed");
            assertThat(((Outcome.Failed) outcome).response().orElseThrow().data())
                    .isEqualTo("{\"error\":\"no token: the token endpoint answered 401\"}");
            other.interrupt();
            other.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sasl_plain", "oauthbearer"})
    void shouldDeliverToAClusterThatAuthenticates(String security) {
        // given
        var answer = "{\"access_token\":\"token\",\"expires_in\":3600}";
        try (var tokens =
                RawEndpoint.answering("HTTP/1.1 200 OK\r\ncontent-length: " + answer.length() + "\r\n\r\n" + answer)) {
            var settings = new Settings(
                    Map.of("brokers", broker.address(), "topic", ScriptedBroker.TOPIC, "security", security),
                    Map.of("token_url", tokens.url(), "username", "user", "password", SECRET),
                    Map.of());

            // then
            assertThat(deliver("127.0.0.0/8", settings, Samples.ATTEMPTING).code())
                    .isEqualTo("OK");
        }
    }

    /** What is not reached is tried until the end, which may come before the first try. */
    private static boolean isNotLate(Outcome outcome) {
        return !(outcome instanceof Outcome.Failed failed) || failed.failure() != Failure.TIMEOUT;
    }

    private Settings oauth(RawEndpoint tokens) {
        return new Settings(
                Map.of("brokers", broker.address(), "topic", ScriptedBroker.TOPIC, "security", "oauthbearer"),
                Map.of("token_url", tokens.url(), "client_id", "id", "client_secret", SECRET),
                Map.of());
    }

    private void become(ScriptedBroker other) {
        broker.close();
        broker = other;
    }

    private Outcome deliver(String allow, Settings settings, Attempting attempting) {
        try (var type = plugin().start(new Surroundings(Map.of(), EgressGuard.of(allow), "Spillway/test"))) {
            return type.deliver(Samples.delivery(), settings, attempting);
        }
    }
}
