package io.spillway.retry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.Patience;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Sealed;
import io.spillway.domain.Target;
import io.spillway.domain.TenantId;
import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.domain.Waiting;
import io.spillway.embedded.SharedBroker;
import io.spillway.embedded.TestKafka;
import io.spillway.embedded.TestTopics;
import io.spillway.member.Member;
import io.spillway.stored.TickingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class RelayIT {

    private static final Tiers TIERS =
            new Tiers(List.of(new Tier(Duration.ofSeconds(1)), new Tier(Duration.ofSeconds(3))));

    private static final Duration LATE = Duration.ofMillis(1_500);
    /** Whoever goes without a word is missed after a minute. */
    private static final Patience LONG_LIVED = new Patience(30, 10);

    private TestTopics world;
    private TickingClock clock;
    private Relay relay;

    @BeforeEach
    void start(TestKafka kafka) {
        world = TestTopics.on(kafka, TIERS, 4);
        clock = TickingClock.start(world.topics().clock(), "n1", world.clients());
        relay = relay();
    }

    @AfterEach
    void stop() {
        relay.close();
        clock.close();
        world.close();
    }

    @Test
    void shouldReleaseEachWhenItIsDueAndNeverBefore() {
        // when: a pause of the machine delays one round, a defect all
        var least = Duration.ofDays(1);
        for (var round = 0; round < 5 && least.compareTo(LATE) >= 0; round++) {
            var late = medianLateness(round);
            least = late.compareTo(least) < 0 ? late : least;
        }

        // then
        assertThat(least).as("how late half of them are").isLessThan(LATE);
    }

    /** Of 200 rides that are due within five seconds; none is early. */
    private Duration medianLateness(int round) {
        var random = new Random(round);
        for (var i = 0; i < 200; i++) {
            wait("e" + round + "-" + i, clock.now().plusMillis(random.nextInt(5_000)));
        }
        await().until(() -> world.read(world.topics().due()).size() == 200 * (round + 1));
        var lateness = world.read(world.topics().due()).stream()
                .filter(seen -> id(seen.value()).startsWith("e" + round + "-"))
                .map(seen -> Duration.between(
                        seen.value().due(), Instant.ofEpochMilli(seen.record().timestamp())))
                .sorted()
                .toList();
        assertThat(lateness).hasSize(200).noneMatch(Duration::isNegative);
        return lateness.get(100);
    }

    @Test
    void shouldHandOverOnceThoughItIsKilled() {
        // given
        var first = clock.now().plusMillis(500);
        IntStream.range(0, 4_000).forEach(i -> wait("e" + i, first.plusMillis(i)));

        // when
        for (var kill = 0; kill < 4; kill++) {
            var enough = 200 * (kill + 1);
            await().until(() -> world.read(world.topics().due()).size() >= enough);
            relay.abandon();
            relay = relay();
        }

        // then
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(
                                world.read(world.topics().due()).stream().map(seen -> id(seen.value())))
                        .hasSize(4_000)
                        .doesNotHaveDuplicates());
    }

    @Test
    void shouldDrainABacklog(TestReporter reporter) {
        // given
        relay.close();
        var now = clock.now();
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        var filler = "x".repeat(800);
        for (var i = 0; i < 50_000; i++) {
            records.add(record("t" + i % 50, "e" + i, now.plusSeconds(1), "{\"f\":\"" + filler + "\"}"));
        }
        world.putAll(records);

        // when
        relay = relay();

        // then
        await().atMost(Duration.ofMinutes(3))
                .until(() -> world.read(world.topics().due()).size() == 50_000);
        var ends = world.read(world.topics().due()).stream()
                .mapToLong(seen -> seen.record().timestamp())
                .summaryStatistics();
        reporter.publishEntry("milliseconds for 50,000", String.valueOf(ends.getMax() - ends.getMin()));
    }

    @Test
    void shouldPassOnWhatItCannotRead() {
        // given
        var topic = world.topics().retries(TIERS.all().getFirst()).name();

        // when
        world.putAll(
                List.of(new ProducerRecord<byte[], byte[]>(topic, "t".getBytes(UTF_8), "no Avro".getBytes(UTF_8))));

        // then
        await().until(() -> relay.progress().running());
        await().untilAsserted(() -> assertThat(rawDue()).contains("no Avro"));
    }

    @Test
    void shouldTakeOverAtOnceWhenTheOtherLeaves() {
        // given
        wait("e1", clock.now());
        await().until(() -> world.read(world.topics().due()).size() == 1);
        relay.close();

        // when
        relay = relay("n2");
        wait("e2", clock.now());

        // then: long before the other would be missed
        await().atMost(Duration.ofSeconds(40))
                .until(() -> world.read(world.topics().due()).size() == 2);
        await().until(() -> relay.progress().sincePoll().toMillis() < 500);
    }

    private List<String> rawDue() {
        var raw = new io.spillway.topic.Topic<>(
                world.topics().due().name(),
                world.topics().due().keys(),
                org.apache.kafka.common.serialization.Serdes.String(),
                world.topics().due().layout());
        return world.read(raw).stream().map(TestTopics.Seen::value).toList();
    }

    private Relay relay() {
        return relay("n1");
    }

    private Relay relay(String node) {
        var fresh = new Relay(
                world.topics(),
                clock,
                new Member(world.deployment(), node, world.clients(), LONG_LIVED),
                new SimpleMeterRegistry());
        fresh.start();
        return fresh;
    }

    private void wait(String event, Instant due) {
        world.putAll(List.of(record("acme", event, due, "{}")));
    }

    private ProducerRecord<byte[], byte[]> record(String tenant, String event, Instant due, String json) {
        var delivery = Delivery.first(
                new Event(
                        new TenantId(tenant),
                        new EventId(event),
                        Optional.empty(),
                        Instant.now(),
                        Map.of(),
                        true,
                        Optional.empty(),
                        new Data.Inline(json.getBytes(UTF_8))),
                new RecordAt("events", 0, 0),
                new Target(new DestinationId("d"), 1, 1, "webhook", new Sealed("k", new byte[28])));
        return TestTopics.record(
                world.topics().retries(TIERS.towards(due, clock.now())),
                new TenantId(tenant),
                new Waiting.Scheduled(delivery, due));
    }

    private static String id(Waiting waiting) {
        return ((Waiting.Scheduled) waiting).delivery().event().id().value();
    }
}
