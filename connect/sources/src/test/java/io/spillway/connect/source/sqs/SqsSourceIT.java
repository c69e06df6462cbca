package io.spillway.connect.source.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.connect.source.Worker;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

class SqsSourceIT {

    @Test
    void shouldMoveMessagesAndDeleteWhatIsStored() throws IOException {
        // given
        try (var server = new SqsServer(60_000)) {
            var id = server.put("{\"tenant_id\":\"acme\",\"data\":{\"text\":\"café\"}}");
            for (var i = 0; i < 24; i++) {
                server.put("{\"tenant_id\":\"acme\",\"data\":{}}");
            }
            try (var worker = new Worker(new SqsSourceTask(), settings(server, "orders"))) {

                // when
                var records = worker.poll(25);
                worker.stored(records);

                // then
                assertThat(Worker.value(records.getFirst()))
                        .isEqualTo("{\"id\":\"" + id + "\",\"tenant_id\":\"acme\",\"data\":{\"text\":\"café\"}}");
                assertThat(records).hasSize(25);
            }
            assertThat(server.left()).isZero();
        }
    }

    @Test
    void shouldMoveAgainUnderTheSameIdWhatWasNotStored() throws IOException {
        // given
        try (var server = new SqsServer(200)) {
            server.put("{\"tenant_id\":\"acme\",\"data\":{}}");
            var first = new Worker(new SqsSourceTask(), settings(server, "orders"));
            var before = first.poll(1);
            first.close();

            // when
            try (var second = new Worker(new SqsSourceTask(), settings(server, "orders"))) {
                var again = second.poll(1);
                second.stored(again);

                // then
                assertThat(new HashSet<>(again.stream().map(Worker::value).toList()))
                        .containsExactlyElementsOf(
                                before.stream().map(Worker::value).toList());
            }
            assertThat(server.left()).isZero();
        }
    }

    @Test
    void shouldEndWhereThereIsNoQueue() throws IOException {
        try (var server = new SqsServer(200);
                var worker = new Worker(new SqsSourceTask(), settings(server, "missing"))) {
            await().untilAsserted(
                            () -> assertThatThrownBy(worker::once).isInstanceOf(QueueDoesNotExistException.class));
        }
    }

    private static Map<String, String> settings(SqsServer server, String queue) {
        return Map.of(
                "sqs.queue.url", server.url() + "/000000000000/" + queue,
                "aws.region", "eu-central-1",
                "aws.endpoint", server.url(),
                "aws.access.key.id", "key",
                "aws.secret.access.key", "secret");
    }
}
