package io.spillway.retry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.RecordAt;
import io.spillway.domain.TenantId;
import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.domain.Waiting;
import io.spillway.member.ExactWriter;
import io.spillway.topic.Sizes;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The relay's turn, over Kafka's own mock clients. */
class TieringTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Topics TOPICS = Topics.of(
            "",
            new Tiers(List.of(new Tier(Duration.ofSeconds(1)), new Tier(Duration.ofSeconds(5)))),
            Sizes.dev(),
            Wire.inMemory());
    private static final TopicPartition ONE_0 = new TopicPartition("spillway.retries.1s", 0);
    private static final TopicPartition ONE_1 = new TopicPartition("spillway.retries.1s", 1);
    private static final TopicPartition FIVE_0 = new TopicPartition("spillway.retries.5s", 0);
    private static final List<TopicPartition> ALL = List.of(ONE_0, ONE_1, FIVE_0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private Runnable beforeFirstWrite = () -> {};
    private final ExactWriter writer = new ExactWriter(() -> {
        beforeFirstWrite.run();
        return producer;
    });
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = NOON;
    private final Tiering tiering = new Tiering(TOPICS, () -> now, meters);

    @BeforeEach
    void assign() {
        consumer.subscribe(List.of("spillway.retries.1s", "spillway.retries.5s"), tiering.follow(consumer));
        consumer.rebalance(ALL);
        var start = new HashMap<TopicPartition, Long>();
        ALL.forEach(partition -> start.put(partition, 0L));
        consumer.updateBeginningOffsets(start);
    }

    @Test
    void shouldKeepWhatIsNotDueAndSayUntilWhen() {
        // given
        waits(FIVE_0, NOON, Duration.ofMillis(5_040));

        // when
        turn();
        now = NOON.plusMillis(5_000);

        // then
        assertThat(producer.history()).isEmpty();
        assertThat(tiering.untilNext()).isEqualTo(Duration.ofMillis(40));
        assertThat(tiering.overdue()).isZero();
    }

    @Test
    void shouldHandOverWhatIsDueAsItIsWithItsPositionInOneTransaction() {
        // given
        waits(FIVE_0, NOON, Duration.ofSeconds(5));
        waits(FIVE_0, NOON, Duration.ofMillis(5_100));
        turn();

        // when
        now = NOON.plusMillis(5_000);
        turn();

        // then
        assertThat(producer.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("spillway.due");
            assertThat(record.key()).isEqualTo("acme".getBytes(UTF_8));
            assertThat(record.partition()).isNull();
            assertThat(record.headers().lastHeader("kept").value()).isEqualTo(new byte[] {1});
        });
        assertThat(committed()).isEqualTo(Map.of(FIVE_0, new OffsetAndMetadata(1)));
        assertThat(producer.transactionCommitted()).isTrue();
    }

    @Test
    void shouldCountARideThatIsWrittenWhileTheClockIsCorrectedBackwards() {
        // given
        waits(FIVE_0, NOON, Duration.ofSeconds(5));
        turn();

        // when
        now = NOON.plusMillis(5_000);
        beforeFirstWrite = () -> now = now.minusMillis(71);
        turn();

        // then
        assertThat(meters.get("spillway.relay.lateness").timer().count()).isOne();
    }

    @Test
    void shouldLetWhatIsDueLaterRideOnInTheTierThatFits() {
        // given
        waits(ONE_0, NOON, Duration.ofSeconds(7));
        turn();

        // when
        now = NOON.plusMillis(1_000);
        turn();

        // then
        assertThat(producer.history())
                .singleElement()
                .extracting(ProducerRecord::topic)
                .isEqualTo("spillway.retries.5s");
        assertThat(meters.counter("spillway.relay.moves").count()).isOne();
    }

    /** Behind the last record may lie the marker of the transaction that wrote it. */
    @Test
    void shouldCommitThePositionWhereNothingIsLeftToWaitFor() {
        // given
        waits(ONE_0, NOON, Duration.ofSeconds(1));
        turn();
        consumer.seek(ONE_0, 2);

        // when
        now = NOON.plusMillis(1_000);
        turn();

        // then
        assertThat(committed()).isEqualTo(Map.of(ONE_0, new OffsetAndMetadata(2)));
    }

    @Test
    void shouldLetWhatCannotBeReadRideItsTierToTheEnd() {
        // given
        consumer.addRecord(record(ONE_0, NOON, new byte[] {9, 9, 9}));
        turn();

        // when
        now = NOON.plusMillis(999);
        turn();
        var before = producer.history();
        now = NOON.plusMillis(1_000);
        turn();

        // then
        assertThat(before).isEmpty();
        assertThat(producer.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("spillway.due");
            assertThat(record.value()).isEqualTo(new byte[] {9, 9, 9});
        });
    }

    @Test
    void shouldLetNoPartitionOfABacklogWaitForTheOthers() {
        // given
        ALL.forEach(partition -> IntStream.range(0, 600).forEach(n -> waits(partition, NOON, Duration.ofSeconds(1))));
        turn();
        now = NOON.plusSeconds(60);

        // when
        turn();
        var first = committed().keySet();
        turn();
        var both = new HashMap<>(committed());

        // then
        assertThat(first).hasSize(2);
        assertThat(both.keySet()).isNotEqualTo(first);
        turn();
        turn();
        assertThat(producer.history()).hasSize(1_800);
    }

    @Test
    void shouldReadNoFurtherInAPartitionThatHoldsEnough() {
        // given
        IntStream.range(0, 1_000).forEach(n -> waits(FIVE_0, NOON, Duration.ofSeconds(5)));
        waits(ONE_0, NOON, Duration.ofSeconds(1));

        // when
        turn();
        var full = consumer.paused();
        now = NOON.plusSeconds(5);
        turn();

        // then
        assertThat(full).containsExactly(FIVE_0);
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void shouldForgetAPartitionThatSomebodyElseHas() {
        // given
        waits(ONE_0, NOON, Duration.ofSeconds(1));
        waits(ONE_1, NOON, Duration.ofSeconds(1));
        turn();

        // when
        consumer.rebalance(List.of(ONE_1));
        now = NOON.plusSeconds(1);
        turn();

        // then
        assertThat(committed().keySet()).containsExactly(ONE_1);
    }

    @Test
    void shouldStartAgainFromWhatIsCommittedAfterAFailure() {
        // given
        waits(ONE_0, NOON, Duration.ofSeconds(1));
        turn();
        now = NOON.plusSeconds(1);
        producer.commitTransactionException = new KafkaException("lost");

        // when
        assertThatExceptionOfType(KafkaException.class).isThrownBy(this::turn);
        tiering.rewind(consumer);

        // then
        assertThat(consumer.position(ONE_0)).isZero();
        assertThat(consumer.paused()).isEmpty();
    }

    private void turn() {
        tiering.take(consumer.poll(Duration.ZERO));
        tiering.release(writer, consumer);
        tiering.pauseAndResume(consumer);
    }

    private void waits(TopicPartition partition, Instant appended, Duration wait) {
        var raw = new Waiting.RawEvent(
                new TenantId("acme"),
                new byte[10],
                List.of(),
                new RecordAt("spillway.events", 0, 0),
                1,
                appended.plus(wait));
        consumer.addRecord(
                record(partition, appended, TOPICS.due().values().serializer().serialize("due", raw)));
    }

    private ConsumerRecord<byte[], byte[]> record(TopicPartition partition, Instant appended, byte[] value) {
        var offset = ends.merge(partition, 1L, Long::sum) - 1;
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                appended.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                4,
                value.length,
                "acme".getBytes(UTF_8),
                value,
                new RecordHeaders().add("kept", new byte[] {1}),
                Optional.empty());
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() {
        var all = producer.consumerGroupOffsetsHistory();
        return all.isEmpty() ? Map.of() : all.getLast().values().iterator().next();
    }
}
