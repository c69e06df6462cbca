package io.spillway.destination.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.spillway.destination.Courier;
import io.spillway.destination.DestinationTypes;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.domain.OperatorEvent;
import io.spillway.domain.Outcome;
import io.spillway.domain.TenantId;
import io.spillway.operator.QueueSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Against RabbitMQ itself, where it is installed. */
@EnabledIf("io.spillway.destination.rabbitmq.RabbitServer#isInstalled")
class RabbitServerIT {

    @TempDir
    private static Path folder;

    private static RabbitServer server;
    private static Connection connection;
    private static Channel channel;
    private static Courier courier;

    @BeforeAll
    static void start() throws Exception {
        server = RabbitServer.start(folder);
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(server.port());
        factory.setHandshakeTimeout(60_000);
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.exchangeDeclare("orders", BuiltinExchangeType.TOPIC, false, true, Map.of());
        courier = new RabbitPlugin(Samples.ATTEMPTING.timeout())
                .start(new Surroundings(Map.of(), EgressGuard.of("127.0.0.0/8"), "Spillway/test"));
    }

    @AfterAll
    static void stop() throws IOException {
        courier.close();
        connection.abort();
        server.close();
    }

    private static Settings settings(String exchange, String password) {
        return new Settings(
                Map.of("server_url", server.address(), "exchange", exchange, "tls", "false"),
                Map.of("username", "guest", "password", password),
                Map.of());
    }

    private static Outcome deliver(Settings settings) {
        return courier.deliver(Samples.delivery(), settings, Samples.ATTEMPTING);
    }

    @Test
    void shouldDeliverToAQueue() throws IOException {
        // given
        var queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, "orders", "order.*");

        // when
        var outcome = deliver(settings("orders", "guest"));

        // then
        var message = channel.basicGet(queue, true);
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(new String(message.getBody(), UTF_8)).isEqualTo(Samples.BODY);
        assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("order.paid");
        assertThat(message.getProps().getMessageId()).isEqualTo("evt_1");
        assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(message.getProps().getHeaders().get("topic")).hasToString("order.paid");
        channel.queueDelete(queue);
    }

    @Test
    void shouldTakeWhatTheOperatorIsTold() throws IOException {
        // given
        channel.exchangeDeclare("operator", BuiltinExchangeType.TOPIC, false, true, Map.of());
        var queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, "operator", "alert.#");
        var surroundings = new Surroundings(Map.of(), EgressGuard.everywhere(), "Spillway/test");
        try (var types = DestinationTypes.load(surroundings)) {
            var sink = new QueueSink(types.find("rabbitmq").orElseThrow(), settings("operator", "guest"));

            // when
            var taken = sink.send(told("op_1", "alert.destination.disabled"), "{\"id\":\"op_1\"}".getBytes(UTF_8));
            var unwanted = sink.send(told("op_2", "attempt.failed"), "{\"id\":\"op_2\"}".getBytes(UTF_8));

            // then
            var message = channel.basicGet(queue, true);
            assertThat(taken).isInstanceOf(Outcome.Delivered.class);
            assertThat(new String(message.getBody(), UTF_8)).isEqualTo("{\"id\":\"op_1\"}");
            assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("alert.destination.disabled");
            assertThat(message.getProps().getMessageId()).isEqualTo("op_1");
            assertThat(message.getMessageCount()).isZero();
            assertThat(unwanted.code()).as("to be tried again").isEqualTo("no_route");
        }
    }

    private static OperatorEvent told(String id, String topic) {
        return new OperatorEvent(id, topic, Samples.AT, new TenantId("acme"), "{}", Optional.empty());
    }

    @Test
    void shouldFailWhereNoQueueTakesIt() throws IOException {
        // given
        channel.exchangeDeclare("lonely", BuiltinExchangeType.FANOUT, false, false, Map.of());

        // then
        assertThat(deliver(settings("lonely", "guest")).code()).isEqualTo("no_route");
        assertThat(deliver(settings("lonely", "guest")).code()).isEqualTo("no_route");
    }

    @Test
    void shouldFailWhereTheQueueIsFull() throws IOException {
        // given
        channel.exchangeDeclare("narrow", BuiltinExchangeType.FANOUT, false, false, Map.of());
        var queue = channel.queueDeclare(
                        "", false, true, true, Map.of("x-max-length", 1, "x-overflow", "reject-publish"))
                .getQueue();
        channel.queueBind(queue, "narrow", "");

        // then
        assertThat(deliver(settings("narrow", "guest")).code()).isEqualTo("OK");
        assertThat(deliver(settings("narrow", "guest")).code()).isEqualTo("nack");
    }

    @Test
    void shouldFailWhereThereIsNoExchange() {
        assertThat(deliver(settings("missing", "guest")).code()).isEqualTo("not_found");
        assertThat(deliver(settings("missing", "guest")).code()).isEqualTo("not_found");
    }

    @Test
    void shouldFailWithAWrongPassword() {
        assertThat(deliver(settings("orders", "dontshowme")).code()).isEqualTo("auth_failed");
    }

    @Test
    void shouldFailWhereThereIsNoVirtualHost() {
        // given
        var settings = new Settings(
                Map.of("server_url", server.address() + "/missing", "exchange", "orders", "tls", "false"),
                Map.of("username", "guest", "password", "guest"),
                Map.of());

        // then
        assertThat(deliver(settings)).isInstanceOf(Outcome.Failed.class);
        assertThat(deliver(settings).code()).isEqualTo("not_allowed");
    }
}
