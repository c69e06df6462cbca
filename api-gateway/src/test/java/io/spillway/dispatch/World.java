package io.spillway.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.destination.DestinationTypes;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.destination.Vault;
import io.spillway.destination.transform.Transformer;
import io.spillway.domain.Batching;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.DestinationStatus;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.Pace;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.domain.SubscriptionState;
import io.spillway.domain.Target;
import io.spillway.domain.TenantId;
import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.domain.Waiting;
import io.spillway.embedded.TestKafka;
import io.spillway.embedded.TestPatience;
import io.spillway.embedded.TestTopics;
import io.spillway.member.Member;
import io.spillway.payload.Payloads;
import io.spillway.stored.StoredRecords;
import io.spillway.stored.TickingClock;
import io.spillway.topic.HeaderNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** All that dispatchers need, and the words to test them with. One tenant, {@code acme}, unless said otherwise. */
final class World implements AutoCloseable {

    static final Tiers TIERS = new Tiers(List.of(new Tier(Duration.ofSeconds(1)), new Tier(Duration.ofSeconds(5))));
    /** As usual, but for patience that is enough for any machine, so that only the numbers count. */
    static final Limits PATIENT = new Limits(64, 4_096, 1_024, 1_024, Duration.ofMinutes(5));

    static final TenantId ACME = new TenantId("acme");

    final TestTopics kafka;
    final Receiver receiver = new Receiver();
    final TickingClock clock;
    private final StoredRecords stored;
    private final Vault vault = Vault.of("a secret for tests");
    private final Transformer transformer = new Transformer(1 << 20);
    private final DestinationTypes types =
            DestinationTypes.load(new Surroundings(Map.of(), EgressGuard.of("127.0.0.0/8"), "Spillway/test"));
    private final List<Dispatcher> dispatchers = new ArrayList<>();

    World(TestKafka broker) {
        kafka = TestTopics.on(broker, TIERS, 4);
        clock = TickingClock.start(kafka.topics().clock(), "test", kafka.clients());
        stored = new StoredRecords(kafka.topics(), kafka.wire(), kafka.clients(), TestPatience.AMPLE);
    }

    Dispatcher dispatcher(String node) {
        return dispatcher(node, PATIENT);
    }

    Dispatcher dispatcher(String node, Limits limits) {
        var settings = new DispatchSettings(
                new Member(kafka.deployment(), node, kafka.clients(), TestPatience.AMPLE),
                limits,
                Duration.ofMinutes(1));
        var dispatcher = new Dispatcher(
                kafka.topics(),
                new Sources(stored, clock, kafka.wire().lookup(), new Payloads(_ -> Optional.empty())),
                new Outside(types, vault, transformer, Duration.ofMinutes(5), false),
                settings,
                new SimpleMeterRegistry());
        dispatchers.add(dispatcher);
        dispatcher.start();
        return dispatcher;
    }

    /** A first attempt for the destination that has the path as its id, version 1 of incarnation 1. */
    Delivery delivery(int number, String path) {
        return delivery(number, path, 1, 1);
    }

    Delivery delivery(int number, String path, long incarnation, long version) {
        var event = new Event(
                ACME,
                new EventId("e" + number),
                Optional.of("order.paid"),
                Instant.now(),
                Map.of(),
                true,
                Optional.empty(),
                new Data.Inline(("{\"n\":" + number + "}").getBytes(UTF_8)));
        var key = key(path);
        var settings = new Settings(
                Map.of("url", receiver.url("/" + path)), Map.of("secret", "whsec_" + "A".repeat(32)), Map.of());
        return Delivery.first(
                event,
                new RecordAt(kafka.topics().events().name(), 0, number),
                new Target(key.destination(), incarnation, version, "webhook", vault.seal(key, settings)));
    }

    ProducerRecord<byte[], byte[]> record(Delivery delivery) {
        return TestTopics.record(
                kafka.topics().deliveries(),
                delivery.key(),
                delivery,
                header(HeaderNames.DELIVERY, delivery.id().value()),
                header(HeaderNames.INCARNATION, String.valueOf(delivery.target().incarnation())),
                header(HeaderNames.ATTEMPT, String.valueOf(delivery.attempt())),
                header(HeaderNames.PASS, String.valueOf(delivery.pass())));
    }

    void emit(List<Delivery> deliveries) {
        kafka.putAll(deliveries.stream().map(this::record).toList());
    }

    void emit(Delivery... deliveries) {
        emit(List.of(deliveries));
    }

    void status(String path, long incarnation, long version, SubscriptionState state) {
        kafka.put(kafka.topics().destinations(), key(path), new DestinationStatus(incarnation, version, state));
    }

    /** One whose destination batches. */
    Delivery batched(int number, String path) {
        var delivery = delivery(number, path);
        var target = delivery.target();
        return delivery.to(new Target(
                target.id(),
                target.incarnation(),
                target.version(),
                target.type(),
                target.settings(),
                target.options(),
                true));
    }

    void policy(String path, Pace pace) {
        policy(path, pace, Optional.empty());
    }

    void policy(String path, Pace pace, Optional<Batching> batching) {
        var status = new DestinationStatus(1, 1, new SubscriptionState.Active(), pace, batching);
        kafka.put(kafka.topics().destinations(), key(path), status);
    }

    List<Report> reports() {
        return kafka.read(kafka.topics().attempts()).stream()
                .map(TestTopics.Seen::value)
                .toList();
    }

    List<Report.Attempt> attempts() {
        return reports().stream()
                .filter(Report.Attempt.class::isInstance)
                .map(Report.Attempt.class::cast)
                .toList();
    }

    List<Waiting.Scheduled> due() {
        return kafka.read(kafka.topics().due()).stream()
                .map(seen -> (Waiting.Scheduled) seen.value())
                .toList();
    }

    List<TestTopics.Seen<Waiting>> deferred() {
        return TIERS.all().stream()
                .flatMap(tier -> kafka.read(kafka.topics().retries(tier)).stream())
                .toList();
    }

    static DestinationKey key(String path) {
        return new DestinationKey(ACME, new DestinationId(path));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    @Override
    public void close() {
        receiver.close();
        dispatchers.forEach(Dispatcher::close);
        stored.close();
        clock.close();
        types.close();
        transformer.close();
        kafka.close();
    }
}
