package io.spillway.connect.source.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.spillway.connect.source.Worker;
import io.spillway.destination.rabbitmq.RabbitServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Against RabbitMQ itself, where it is installed. */
@EnabledIf("io.spillway.destination.rabbitmq.RabbitServer#isInstalled")
class RabbitSourceIT {

    @TempDir
    private static Path folder;

    private static RabbitServer server;
    private static Connection connection;
    private static Channel channel;

    @BeforeAll
    static void start() throws Exception {
        server = RabbitServer.start(folder);
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(server.port());
        factory.setHandshakeTimeout(60_000);
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.confirmSelect();
    }

    @AfterAll
    static void stop() throws IOException {
        connection.abort();
        server.close();
    }

    @Test
    void shouldMoveMessagesAndRemoveWhatIsStored() throws Exception {
        // given
        queue("orders");
        publish("orders", "m-1", "{\"tenant_id\":\"acme\",\"data\":{\"n\":1.50}}");
        publish("orders", "m-2", "no json");
        try (var worker = new Worker(new RabbitSourceTask(), settings("orders"))) {

            // when
            var records = worker.poll(2);
            worker.stored(records);

            // then
            assertThat(records)
                    .extracting(Worker::value)
                    .containsExactly("{\"id\":\"m-1\",\"tenant_id\":\"acme\",\"data\":{\"n\":1.50}}", "no json");
            assertThat(records.getFirst().topic()).isEqualTo("spillway.events");
            assertThat((byte[]) records.getFirst().key()).isEqualTo("acme".getBytes(UTF_8));
            assertThat(records.getLast().key()).isNull();
        }
        assertThat(left("orders")).isZero();
    }

    @Test
    void shouldMoveAgainWhatWasNotStored() throws Exception {
        // given
        queue("crash");
        for (var i = 0; i < 20; i++) {
            publish("crash", "m-" + i, "{\"tenant_id\":\"acme\",\"data\":{}}");
        }
        var first = new Worker(new RabbitSourceTask(), settings("crash"));
        var before = first.poll(20);

        // when
        first.stored(before.subList(0, 12));
        first.close();

        // then
        assertThat(left("crash")).isEqualTo(8);
        try (var second = new Worker(new RabbitSourceTask(), settings("crash"))) {
            var again = second.poll(8);
            assertThat(again)
                    .extracting(Worker::value)
                    .containsExactlyElementsOf(
                            before.subList(12, 20).stream().map(Worker::value).toList());
            second.stored(again);
        }
        assertThat(left("crash")).isZero();
    }

    @Test
    void shouldLeaveInItsQueueWhatIsTooLarge() throws Exception {
        // given
        queue("large");
        publish("large", "m-1", "{\"tenant_id\":\"acme\",\"data\":{\"a\":\"" + "x".repeat(2_000) + "\"}}");
        publish("large", "m-2", "{\"tenant_id\":\"acme\",\"data\":{}}");
        var settings = Map.of(
                "rabbitmq.uri", "amqp://guest:guest@" + server.address(),
                "rabbitmq.queue", "large",
                "max.message.bytes", "1024");
        try (var worker = new Worker(new RabbitSourceTask(), settings)) {

            // when
            var records = worker.poll(1);
            worker.stored(records);

            // then
            assertThat(records).hasSize(1);
            assertThat(Worker.value(records.getFirst())).contains("m-2");
        }
        assertThat(left("large")).isEqualTo(1);
    }

    @Test
    void shouldGoOnWhenTheConnectionWasLost() throws Exception {
        // given
        queue("lost");
        try (var worker = new Worker(new RabbitSourceTask(), settings("lost"))) {
            publish("lost", "m-1", "{\"tenant_id\":\"acme\",\"data\":{}}");
            var before = worker.poll(1);

            // when
            server.closeConnections();
            worker.stored(before);
            await().ignoreExceptions()
                    .untilAsserted(() -> publish("lost", "m-2", "{\"tenant_id\":\"acme\",\"data\":{}}"));

            // then
            var after = worker.poll(2);
            assertThat(after)
                    .as("the first one comes again, under the same id")
                    .extracting(Worker::value)
                    .allMatch(value -> value.contains("m-1") || value.contains("m-2"))
                    .anyMatch(value -> value.contains("m-2"));
            worker.stored(after);
        }
        await().untilAsserted(() -> assertThat(left("lost")).isZero());
    }

    @Test
    void shouldShareAQueueAmongTasks() throws Exception {
        // given
        queue("shared");
        try (var one = new Worker(new RabbitSourceTask(), narrow("shared"));
                var other = new Worker(new RabbitSourceTask(), narrow("shared"))) {
            for (var i = 0; i < 10; i++) {
                publish("shared", "m-" + i, "{\"tenant_id\":\"acme\",\"data\":{}}");
            }

            // when
            var records = IntStream.range(0, 2)
                    .mapToObj(place -> (place == 0 ? one : other).poll(5))
                    .toList();

            // then
            assertThat(records.stream().flatMap(all -> all.stream().map(Worker::value)))
                    .hasSize(10)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldSayWhereThereIsNoQueue() {
        assertThatThrownBy(() -> new Worker(new RabbitSourceTask(), settings("missing")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("missing");
    }

    private static Map<String, String> settings(String queue) {
        return Map.of("rabbitmq.uri", "amqp://guest:guest@" + server.address(), "rabbitmq.queue", queue);
    }

    private static Map<String, String> narrow(String queue) {
        return Map.of(
                "rabbitmq.uri",
                "amqp://guest:guest@" + server.address(),
                "rabbitmq.queue",
                queue,
                "rabbitmq.prefetch",
                "5");
    }

    private static void queue(String name) throws IOException {
        channel.queueDeclare(name, false, false, false, Map.of());
    }

    /** Returns when the server has it; until it notices, a connection that is lost takes what goes nowhere. */
    private static void publish(String queue, String id, String body) throws IOException, InterruptedException {
        var properties = new AMQP.BasicProperties.Builder().messageId(id).build();
        channel.basicPublish("", queue, properties, body.getBytes(UTF_8));
        assertThat(channel.waitForConfirms()).isTrue();
    }

    private static long left(String queue) throws IOException {
        return channel.messageCount(queue);
    }
}
