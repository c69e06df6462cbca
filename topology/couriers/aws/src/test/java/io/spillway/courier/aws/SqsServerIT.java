package io.spillway.courier.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.destination.DestinationType;
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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.OkHttpClient;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Against a queue server that speaks the protocol of SQS and keeps messages. */
class SqsServerIT {

    private static final OkHttpClient HTTP = new OkHttpClient();

    private static String url;
    private static SQSRestServer server;
    private static SqsClient client;
    private static DestinationTypes types;
    private static DestinationType sqs;

    @BeforeAll
    static void start() throws IOException {
        var port = free();
        url = "http://127.0.0.1:" + port;
        server = SQSRestServerBuilder.withInterface("127.0.0.1").withPort(port).start();
        client = new SqsService().client(new Site("us-east-1", Optional.of(URI.create(url))));
        types = DestinationTypes.load(new Surroundings(Map.of(), EgressGuard.of("127.0.0.0/8"), "Spillway/test"));
        sqs = types.find("aws_sqs").orElseThrow();
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> !queue("first", Map.of()).isEmpty());
    }

    @AfterAll
    static void stop() {
        types.close();
        client.close();
        var unused = server.stopAndWait();
    }

    @Test
    void shouldKeepAMessage() {
        // given
        var queue = queue("orders", Map.of());

        // when
        var outcome = deliver(queue);

        // then
        var message = messages(queue).getFirst();
        assertThat(message.body()).isEqualTo(Samples.BODY);
        assertThat(message.messageAttributes().get("metadata").stringValue()).contains("\"event-id\":\"evt_1\"");
        assertThat(((Outcome.Delivered) outcome).response().data()).contains(message.messageId());
    }

    @Test
    void shouldKeepAnEventOnceInAFifoQueue() {
        // given
        var queue = queue("orders.fifo", Map.of(QueueAttributeName.FIFO_QUEUE, "true"));

        // when
        assertThat(deliver(queue)).isInstanceOf(Outcome.Delivered.class);
        assertThat(deliver(queue)).isInstanceOf(Outcome.Delivered.class);

        // then
        assertThat(messages(queue)).hasSize(1);
    }

    @Test
    void shouldFailWhereThereIsNoQueue() {
        assertThat(deliver(url + "/000000000000/missing"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo("QueueDoesNotExist"));
    }

    @Test
    void shouldTakeWhatTheOperatorIsTold() {
        // given
        var queue = queue("operator", Map.of());
        var event =
                new OperatorEvent("op_1", "attempt.failed", Samples.AT, new TenantId("acme"), "{}", Optional.empty());

        // when
        var outcome = new QueueSink(sqs, settings(queue)).send(event, "{\"id\":\"op_1\"}".getBytes(UTF_8));

        // then
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(messages(queue)).extracting(Message::body).containsExactly("{\"id\":\"op_1\"}");
    }

    private static Outcome deliver(String queue) {
        return sqs.deliver(Samples.delivery(), settings(queue), Samples.ATTEMPTING);
    }

    private static Settings settings(String queue) {
        return new Settings(Map.of("queue_url", queue), Map.of("key", "AKIDEXAMPLE", "secret", "s"), Map.of());
    }

    private static String queue(String name, Map<QueueAttributeName, String> attributes) {
        return ask(asked -> asked.createQueue(request -> request.queueName(name).attributes(attributes)))
                .queueUrl();
    }

    private static List<Message> messages(String queue) {
        return ask(asked -> asked.receiveMessage(request ->
                        request.queueUrl(queue).maxNumberOfMessages(10).messageAttributeNames("All")))
                .messages();
    }

    /** Past the guard, as whoever owns the queues. */
    private static <T> T ask(Function<SqsClient, T> question) {
        return ScopedValue.where(GuardedHttp.CALLS, HTTP).call(() -> question.apply(client));
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
