package io.spillway.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.Answer;
import io.spillway.domain.Command;
import io.spillway.domain.Patience;
import io.spillway.domain.RetentionChange;
import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.embedded.SharedBroker;
import io.spillway.embedded.TestKafka;
import io.spillway.embedded.TestPatience;
import io.spillway.gateway.health.PartitionProbe;
import io.spillway.gateway.health.Status;
import io.spillway.gateway.http.ApiException;
import io.spillway.topic.HeaderNames;
import io.spillway.topic.Partitions;
import io.spillway.topic.Sizes;
import io.spillway.topic.TopicSetup;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class OverKafkaIT {

    private static final TenantId ACME = new TenantId("acme");

    private static Map<String, Object> client;
    private static Topics topics;
    private static OtherNode other;

    /** A tenant task in another process, which answers over {@code command-results}. */
    private static final class OtherNode implements AutoCloseable {

        private final KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        private final KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        private final Thread thread = new Thread(this::run);
        private volatile boolean closing;

        OtherNode() {
            var partitions = IntStream.range(0, topics.partitions(topics.commands()))
                    .mapToObj(partition -> new TopicPartition(topics.commands().name(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            thread.start();
        }

        private void run() {
            while (!closing) {
                consumer.poll(Duration.ofMillis(50)).forEach(this::answer);
            }
            consumer.close();
            producer.close();
        }

        private void answer(ConsumerRecord<byte[], byte[]> record) {
            var command = topics.commands().values().deserializer().deserialize(record.topic(), record.value());
            var answer = switch (command) {
                case Command.PutTenant(var id, var metadata, var _) ->
                    new Answer.TenantStored(
                            new Tenant(id, metadata, Optional.empty(), Instant.EPOCH, Instant.EPOCH), true);
                case Command any -> new Answer.Done();
            };
            var results = topics.commandResults();
            var reply = new ProducerRecord<>(
                    results.name(),
                    record.headers().lastHeader(HeaderNames.REQUESTER).value(),
                    results.values().serializer().serialize(results.name(), answer));
            reply.headers().add(record.headers().lastHeader(HeaderNames.REQUEST));
            var unused = producer.send(reply);
        }

        @Override
        public void close() {
            closing = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @BeforeAll
    static void start(TestKafka kafka) {
        client = Map.of("bootstrap.servers", kafka.bootstrapServers());
        var tiers = new Tiers(List.of(new Tier(Duration.ofSeconds(1))));
        var wanted = Topics.of(kafka.deployment(), tiers, Sizes.dev(), Wire.inMemory());
        try (var admin = Admin.create(client)) {
            topics = TopicSetup.ensure(admin, wanted);
        }
        other = new OtherNode();
    }

    @AfterAll
    static void stop() {
        other.close();
    }

    @Test
    void shouldHearTheAnswerOfATaskElsewhere() {
        // given
        var requests = new Requests("me", TestPatience.AMPLE);
        try (var outbox = outbox(client, TestPatience.AMPLE);
                var reader = ResultsReader.start(client, topics, requests)) {
            var changes = new Changes(requests, outbox);
            // when
            var answer = changes.ask(new Command.PutTenant(ACME, Map.of("a", "b"), new RetentionChange.AsBefore()));
            // then
            assertThat(answer)
                    .isEqualTo(new Answer.TenantStored(
                            new Tenant(ACME, Map.of("a", "b"), Optional.empty(), Instant.EPOCH, Instant.EPOCH), true));
            assertThat(reader.check()).isEqualTo(new Status.Healthy());
        }
    }

    @Test
    void shouldPutARecordOnItsTenantsPartition() {
        // given
        try (var outbox = outbox(client, TestPatience.AMPLE);
                var consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(
                    topics.commands().name(), Partitions.of(ACME, topics.sizes().partitions()));
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            var end = consumer.position(partition);
            // when
            outbox.send(new Command.DeleteTenant(ACME), new Ticket("nobody", "1"))
                    .join();
            // then
            assertThat(consumer.endOffsets(List.of(partition)).get(partition)).isGreaterThan(end);
        }
    }

    @Test
    void shouldFindEveryPartitionMoving() {
        // given
        var requests = new Requests("prober", TestPatience.AMPLE);
        try (var outbox = outbox(client, TestPatience.AMPLE);
                var reader = ResultsReader.start(client, topics, requests);
                var probe = PartitionProbe.start(requests, outbox)) {
            // when / then
            Awaitility.await().until(() -> probe.owned().check() instanceof Status.Healthy);
            assertThat(probe.progress(() -> Set.of(0)).check()).isEqualTo(new Status.Healthy());
            assertThat(reader.name()).isEqualTo("command-results");
        }
    }

    @Test
    void shouldSayThatTheBrokerIsAway() throws IOException {
        // given
        try (var nobody = new ServerSocket(0);
                var outbox =
                        outbox(Map.of("bootstrap.servers", "127.0.0.1:" + nobody.getLocalPort()), Patience.USUAL)) {
            var changes = new Changes(new Requests("me", Patience.USUAL), outbox);
            // when / then
            assertThatThrownBy(() -> changes.ask(new Command.DeleteTenant(ACME)))
                    .isInstanceOf(ApiException.class)
                    .hasMessage("the log is not available; try again");
        }
    }

    private static KafkaOutbox outbox(Map<String, Object> client, Patience patience) {
        return new KafkaOutbox(KafkaOutbox.producer(client, topics, patience), topics);
    }
}
