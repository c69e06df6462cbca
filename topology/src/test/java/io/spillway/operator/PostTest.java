package io.spillway.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.destination.DestinationTypes;
import io.spillway.destination.Vault;
import io.spillway.domain.Failure;
import io.spillway.domain.OperatorEvent;
import io.spillway.domain.Outcome;
import io.spillway.domain.Response;
import io.spillway.domain.TenantId;
import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.topic.Sizes;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** How operator events reach a sink, over Kafka's own mock consumer. */
class PostTest {

    private static final Topics TOPICS =
            Topics.of("", new Tiers(List.of(new Tier(Duration.ofSeconds(1)))), Sizes.dev(), Wire.inMemory());
    private static final String NAME = TOPICS.operatorEvents().name();
    private static final TopicPartition ONE = new TopicPartition(NAME, 0);
    private static final TopicPartition OTHER = new TopicPartition(NAME, 1);

    private final AtomicBoolean commitFails = new AtomicBoolean();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (commitFails.getAndSet(false)) {
                throw new CommitFailedException("somebody else has it now");
            }
            super.commitSync(offsets);
        }
    };
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    @Test
    void shouldSendInOrderAgainAndAgainUntilItIsTaken() {
        // given
        refused.add("b");
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(ONE, OTHER));
            consumer.updateBeginningOffsets(Map.of(ONE, 0L, OTHER, 0L));
            add(ONE, 0, value("a"));
            add(ONE, 1, value("b"));
            add(ONE, 2, new byte[] {9, 9});
            add(ONE, 3, value("c"));
            add(OTHER, 0, value("x"));
        });
        var letter = new Letter("", DestinationTypes.of(), Vault.of("any"), _ -> Optional.empty());

        // when
        try (var post = new Post(TOPICS.operatorEvents(), consumer, letter, new Recording())) {
            post.start();
            await().until(() -> sent.containsAll(List.of("a", "b", "x")));
            await().until(() -> committed(ONE) == 1 && committed(OTHER) == 1);
            refused.clear();
            refill();
            await().until(() -> committed(ONE) == 4);
        }

        // then: what could not be read did not stop what is behind it
        assertThat(sent.stream().filter(id -> !id.equals("x"))).containsExactly("a", "b", "b", "c");
        await().until(consumer::closed);
    }

    @Test
    void shouldSendAgainWhateverWasReadWhenAPositionWasNotKept() {
        // given
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(ONE, OTHER));
            consumer.updateBeginningOffsets(Map.of(ONE, 0L, OTHER, 0L));
            add(ONE, 0, value("a"));
            add(OTHER, 0, value("x"));
            commitFails.set(true);
        });
        var letter = new Letter("", DestinationTypes.of(), Vault.of("any"), _ -> Optional.empty());

        // when
        try (var post = new Post(TOPICS.operatorEvents(), consumer, letter, new Recording())) {
            post.start();
            await().until(() -> !sent.isEmpty() && !commitFails.get());
            consumer.schedulePollTask(() -> {
                add(ONE, 0, value("a"));
                add(OTHER, 0, value("x"));
            });

            // then
            await().until(() -> committed(ONE) == 1 && committed(OTHER) == 1);
            assertThat(sent).contains("a", "x");
        }
    }

    /** The mock forgets what it has once handed out. */
    private void refill() {
        consumer.schedulePollTask(() -> {
            add(ONE, 1, value("b"));
            add(ONE, 2, new byte[] {9, 9});
            add(ONE, 3, value("c"));
        });
    }

    private long committed(TopicPartition partition) {
        return Optional.ofNullable(consumer.committed(Set.of(partition)).get(partition))
                .map(OffsetAndMetadata::offset)
                .orElse(0L);
    }

    private void add(TopicPartition partition, long offset, byte[] value) {
        consumer.addRecord(new ConsumerRecord<>(NAME, partition.partition(), offset, "acme".getBytes(UTF_8), value));
    }

    private static byte[] value(String id) {
        var event =
                new OperatorEvent(id, "attempt.failed", Instant.EPOCH, new TenantId("acme"), "{}", Optional.empty());
        return TOPICS.operatorEvents().values().serializer().serialize(NAME, event);
    }

    private final class Recording implements Sink {

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public Outcome send(OperatorEvent event, byte[] body) {
            sent.add(event.id());
            return refused.contains(event.id())
                    ? new Outcome.Failed(Failure.CONNECT, "nobody there", Optional.empty())
                    : new Outcome.Delivered(new Response("200", "{}"));
        }
    }
}
