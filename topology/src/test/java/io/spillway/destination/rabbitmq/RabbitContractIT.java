package io.spillway.destination.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.DestinationContract;
import io.spillway.destination.DestinationPlugin;
import io.spillway.destination.DestinationType;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RabbitContractIT extends DestinationContract {

    private ScriptedRabbit broker = new ScriptedRabbit(ScriptedRabbit.Mood.ACKS);

    @Override
    protected DestinationPlugin plugin() {
        return ruled(new RabbitRules(), new RabbitPlugin(Samples.ATTEMPTING.timeout()));
    }

    @Override
    protected Settings settings() {
        return settings(ScriptedRabbit.PASSWORD);
    }

    private Settings settings(String password) {
        return new Settings(
                Map.of("server_url", broker.address(), "exchange", "orders", "tls", "false"),
                Map.of("username", "user", "password", password),
                Map.of());
    }

    @Override
    protected void receive(Reception reception) {
        become(
                switch (reception) {
                    case ACCEPTS -> ScriptedRabbit.Mood.ACKS;
                    case REFUSES -> ScriptedRabbit.Mood.CLOSES_CHANNEL;
                    case THROTTLES -> ScriptedRabbit.Mood.NACKS;
                    case HANGS -> ScriptedRabbit.Mood.SILENT;
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
        "ACKS, OK",
        "NACKS, nack",
        "RETURNS, no_route",
        "CLOSES_CHANNEL, not_found",
        "CLOSES_CONNECTION, connection_forced"
    })
    void shouldTellWhatTheBrokerSays(ScriptedRabbit.Mood mood, String code) {
        // given
        become(mood);

        try (var type = start("127.0.0.0/8")) {
            // when
            var first = type.deliver(Samples.delivery(), settings(), Samples.ATTEMPTING);
            var second = type.deliver(Samples.delivery(), settings(), Samples.ATTEMPTING);

            // then
            assertThat(List.of(first.code(), second.code())).containsExactly(code, code);
            assertThat(broker.arrivals()).hasSize(2);
        }
    }

    @Test
    void shouldTellThatCredentialsAreWrong() {
        try (var type = start("127.0.0.0/8")) {
            assertThat(type.deliver(Samples.delivery(), settings("dontshowme-wrong"), Samples.ATTEMPTING)
                            .code())
                    .isEqualTo("auth_failed");
        }
    }

    @Test
    void shouldKeepOneConnectionAndCloseIt() {
        try (var type = start("127.0.0.0/8")) {
            // when
            for (var delivery = 0; delivery < 10; delivery++) {
                type.deliver(Samples.delivery(), settings(), Samples.ATTEMPTING);
            }

            // then
            assertThat(broker.connections()).isEqualTo(1);
        }
        Awaitility.await().until(() -> broker.openConnections() == 0);
    }

    @Test
    void shouldConnectAgainAfterTheConnectionBroke() throws IOException {
        try (var type = start("127.0.0.0/8")) {
            // given
            type.deliver(Samples.delivery(), settings(), Samples.ATTEMPTING);
            broker.dropAll();

            // then
            Awaitility.await()
                    .until(() -> type.deliver(Samples.delivery(), settings(), Samples.ATTEMPTING)
                            instanceof Outcome.Delivered);
            assertThat(broker.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldNotConnectToAForbiddenAddress() {
        try (var type = start("")) {
            // when
            var outcome = type.deliver(Samples.delivery(), settings(), Samples.ATTEMPTING);

            // then
            assertThat(((Outcome.Failed) outcome).failure()).isEqualTo(Failure.BLOCKED);
            assertThat(broker.connections()).isZero();
        }
    }

    @Test
    void shouldNotKeepWhatABrokerNeverConfirms() {
        try (var type = start("127.0.0.0/8")) {
            // when
            var outcome = Samples.attemptBriefly(
                    attempting -> {
                        become(ScriptedRabbit.Mood.SILENT);
                        return type.deliver(Samples.delivery(), settings(), attempting);
                    },
                    _ -> !broker.arrivals().isEmpty());

            // then
            assertThat(((Outcome.Failed) outcome).failure()).isEqualTo(Failure.TIMEOUT);
            assertThat(broker.arrivals()).hasSize(1);
            Awaitility.await().until(() -> broker.openConnections() == 0);
        }
    }

    @Test
    void shouldRefuseNamesThatAmqpCannotHold() {
        // given
        become(ScriptedRabbit.Mood.NACKS);
        var unsendable = Samples.delivery(Samples.BODY, Map.of("é".repeat(128), "longer than 255 bytes"));

        try (var type = start("127.0.0.0/8")) {
            // when
            var first = type.deliver(unsendable, settings(), Samples.ATTEMPTING);
            var second = type.deliver(Samples.delivery(), settings(), Samples.ATTEMPTING);

            // then
            assertThat(((Outcome.Failed) first).failure()).isEqualTo(Failure.PROVIDER);
            assertThat(second.code()).isEqualTo("nack");
            assertThat(broker.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotTakeAConfirmationForAnotherAfterAMessageThatCouldNotBeWritten() {
        // given
        become(ScriptedRabbit.Mood.NACKS);
        var unsendable = Samples.delivery(Samples.BODY, Map.of("wide", "x".repeat(200_000)));

        try (var type = start("127.0.0.0/8")) {
            // when
            var first = type.deliver(unsendable, settings(), Samples.ATTEMPTING);
            // The connection is on its way out: what finds it open may break with it, and must not count as delivered.
            Awaitility.await()
                    .until(() -> type.deliver(Samples.delivery(), settings(), Samples.ATTEMPTING)
                            .code()
                            .equals("nack"));

            // then
            assertThat(((Outcome.Failed) first).failure()).isEqualTo(Failure.PROVIDER);
            assertThat(broker.connections()).isEqualTo(2);
        }
    }

    private DestinationType start(String allow) {
        return plugin().start(new Surroundings(Map.of(), EgressGuard.of(allow), "Spillway/test"));
    }

    private void become(ScriptedRabbit.Mood mood) {
        broker.close();
        broker = new ScriptedRabbit(mood);
    }
}
