package io.spillway.stored;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.Data;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.RecordAt;
import io.spillway.domain.TenantId;
import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.embedded.SharedBroker;
import io.spillway.embedded.TestKafka;
import io.spillway.embedded.TestPatience;
import io.spillway.embedded.TestTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class StoredRecordsIT {

    private static final TenantId ACME = new TenantId("acme");

    private TestTopics world;
    private StoredRecords stored;

    @BeforeEach
    void start(TestKafka kafka) {
        world = TestTopics.on(kafka, new Tiers(List.of(new Tier(Duration.ofSeconds(1)))), 2);
        stored = new StoredRecords(world.topics(), world.wire(), world.clients(), TestPatience.AMPLE);
    }

    @AfterEach
    void stop() {
        stored.close();
        world.close();
    }

    @Test
    void shouldGiveAnEventsExactBytes() {
        // given
        var at = publish("e1", "{ \"n\" : 1.0 }");

        // when
        var data = stored.data(at);

        // then
        assertThat(data)
                .hasValueSatisfying(bytes -> assertThat(bytes).asString(UTF_8).isEqualTo("{ \"n\" : 1.0 }"));
    }

    @Test
    void shouldGiveTheBytesOfPlainJsonAsTheyArePublished() {
        // given
        var json = "{\"tenant_id\":\"acme\",\"topic\":\"a\",\"data\": {\"x\" : [1, 2]} }".getBytes(UTF_8);
        var producer = world.producer(Map.of());
        var topic = world.topics().events().name();
        var at = at(send(() -> producer.send(
                        new org.apache.kafka.clients.producer.ProducerRecord<>(topic, "acme".getBytes(UTF_8), json))
                .get()));
        producer.close();

        // when
        var data = stored.data(at);

        // then
        assertThat(data)
                .hasValueSatisfying(bytes -> assertThat(bytes).asString(UTF_8).isEqualTo("{\"x\" : [1, 2]}"));
    }

    @Test
    void shouldGiveManyAtOnce() {
        // given
        var all = new HashMap<RecordAt, String>();
        IntStream.range(0, 3_000).forEach(i -> all.put(publish("e" + i, "{\"n\":" + i + "}"), "{\"n\":" + i + "}"));

        // when
        var found = stored.data(all.keySet());

        // then
        assertThat(found).hasSize(3_000);
        all.forEach((at, text) -> assertThat(new String(found.get(at), UTF_8)).isEqualTo(text));
    }

    @Test
    void shouldServeManyThreads() throws Exception {
        // given
        var all = IntStream.range(0, 500)
                .mapToObj(i -> publish("e" + i, "{\"n\":" + i + "}"))
                .toList();

        // when
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(all.stream()
                    .map(at -> (Callable<Optional<byte[]>>) () -> stored.data(at))
                    .toList());

            // then
            for (var i = 0; i < all.size(); i++) {
                assertThat(answers.get(i).get().orElseThrow()).asString(UTF_8).isEqualTo("{\"n\":" + i + "}");
            }
        }
    }

    @Test
    void shouldFindNothingWhereTheRecordIsNoLongerKept() throws Exception {
        // given
        var gone = publish("e1", "{}");
        var kept = publish("e2", "{}");
        try (var admin = Admin.create(world.clients())) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(gone.topic(), gone.partition()),
                            RecordsToDelete.beforeOffset(gone.offset() + 1)))
                    .all()
                    .get();
        }

        // when
        var found = stored.data(List.of(gone, kept));

        // then
        assertThat(found).containsOnlyKeys(kept);
    }

    @Test
    void shouldFindNothingBeyondTheEnd() {
        // given
        var last = publish("e1", "{}");

        // when, then
        assertThat(stored.data(new RecordAt(last.topic(), last.partition(), last.offset() + 1_000)))
                .isEmpty();
    }

    @Test
    void shouldSayThatItStops() {
        // given
        stored.close();

        // when, then
        assertThatThrownBy(() -> stored.data(new RecordAt("any", 0, 0))).isInstanceOf(RecordsAwayException.class);
    }

    @Test
    void shouldNotBeAheadOfTheBroker() throws Exception {
        // given
        var topics = world.topics();
        try (var clock = TickingClock.start(topics.clock(), "n1", world.clients())) {
            var late = Duration.ofDays(1);
            for (var i = 0; i < 300; i++) {
                // when
                var now = clock.now();
                var appended = Instant.ofEpochMilli(
                        world.put(topics.clock(), "other", new byte[0]).timestamp());

                // then
                assertThat(now).isBeforeOrEqualTo(appended.plusMillis(1));
                late = Collections.min(List.of(late, Duration.between(now, appended)));
            }
            assertThat(late).as("but for what writing took").isLessThan(Duration.ofSeconds(2));
        }
    }

    private RecordAt publish(String id, String json) {
        var event = new Event(
                ACME,
                new EventId(id),
                Optional.of("a"),
                Instant.now(),
                Map.of(),
                true,
                Optional.empty(),
                new Data.Inline(json.getBytes(UTF_8)));
        return at(world.put(world.topics().events(), ACME, event));
    }

    private static RecordAt at(RecordMetadata written) {
        return new RecordAt(written.topic(), written.partition(), written.offset());
    }

    private static RecordMetadata send(Callable<RecordMetadata> sending) {
        try {
            return sending.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
