package io.spillway.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.AuditRecord;
import io.spillway.domain.Patience;
import io.spillway.domain.TenantId;
import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.embedded.Ports;
import io.spillway.embedded.SharedBroker;
import io.spillway.embedded.TestKafka;
import io.spillway.embedded.TestPatience;
import io.spillway.embedded.TestTopics;
import io.spillway.gateway.audit.AuditTrail.Entry;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.request.KafkaOutbox;
import io.spillway.stream.query.Criteria.Period;
import io.spillway.stream.query.Scan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedBroker.class)
class KafkaAuditTrailIT {

    private static final int RECORDS = 1234;

    private static TestTopics topics;
    private static Producer<byte[], byte[]> producer;
    private static KafkaAuditTrail trail;
    private static Instant between;

    @BeforeAll
    static void write(TestKafka kafka) throws InterruptedException {
        topics = TestTopics.on(kafka, new Tiers(List.of(new Tier(Duration.ofSeconds(1)))), 1);
        producer = KafkaOutbox.producer(topics.clients(), topics.topics(), TestPatience.AMPLE);
        trail = new KafkaAuditTrail(topics.clients(), topics.topics().audit(), producer, TestPatience.AMPLE);
        IntStream.range(0, 1000).forEach(number -> trail.add(record(number)));
        producer.flush();
        Thread.sleep(5);
        between = Instant.now();
        Thread.sleep(5);
        IntStream.range(1000, RECORDS).forEach(number -> trail.add(record(number)));
        producer.flush();
    }

    @AfterAll
    static void stop() {
        producer.close();
        topics.close();
    }

    private static AuditRecord record(int number) {
        return new AuditRecord(
                new AuditRecord.Who(
                        "admin", Optional.of(new TenantId("t" + number % 100)), "127.0.0.1", Optional.empty()),
                new AuditRecord.What("PUT", "/" + number, 200),
                "request-" + number,
                "node");
    }

    private static List<Integer> numbers(List<Entry> entries) {
        return entries.stream()
                .map(entry -> Integer.parseInt(entry.record().what().path().substring(1)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldWalkOverEverythingOnce(boolean descending) {
        // given
        var seen = new ArrayList<Integer>();
        var after = Optional.<Scan.Position>empty();
        // when
        do {
            var page = trail.read(new Scan(100, descending, after), Period.ALWAYS, any -> true);
            seen.addAll(numbers(page));
            after = page.size() < 100
                    ? Optional.empty()
                    : Optional.of(page.getLast().position());
        } while (after.isPresent());
        // then
        var all = IntStream.range(0, RECORDS).boxed().toList();
        assertThat(seen).isEqualTo(descending ? all.reversed() : all);
    }

    @Test
    void shouldNarrowToATimeAndToWhatIsWanted() {
        // when
        var later = trail.read(
                new Scan(1000, false, Optional.empty()), period(Optional.of(between), Optional.empty()), any -> true);
        var earlier = trail.read(
                new Scan(2000, true, Optional.empty()), period(Optional.empty(), Optional.of(between)), any -> true);
        var none = trail.read(
                new Scan(10, true, Optional.empty()),
                period(Optional.of(Instant.now().plusSeconds(60)), Optional.empty()),
                any -> true);
        var ofOne = trail.read(
                new Scan(5, true, Optional.empty()),
                Period.ALWAYS,
                record -> record.who().tenant().equals(Optional.of(new TenantId("t7"))));
        // then
        assertThat(numbers(later)).hasSize(RECORDS - 1000).startsWith(1000);
        assertThat(numbers(earlier)).hasSize(1000).startsWith(999);
        assertThat(none).isEmpty();
        assertThat(numbers(ofOne)).containsExactly(1207, 1107, 1007, 907, 807);
    }

    private static Period period(Optional<Instant> from, Optional<Instant> until) {
        return new Period(from, until);
    }

    @Test
    void shouldRefuseAPlaceThatNoRecordHas() {
        // given
        var place = new Scan.Position(Instant.now(), "nowhere");
        // when / then
        assertThatThrownBy(() -> trail.read(new Scan(10, true, Optional.of(place)), Period.ALWAYS, any -> true))
                .isInstanceOf(ApiException.class)
                .hasMessage("invalid cursor");
    }

    @Test
    void shouldSayComeBackWhileTheBrokerIsAway() {
        // given
        var nowhere = Map.<String, Object>of("bootstrap.servers", "127.0.0.1:" + Ports.free());
        var lost = new KafkaAuditTrail(nowhere, topics.topics().audit(), producer, Patience.USUAL);
        // when / then
        assertThatThrownBy(() -> lost.read(new Scan(10, true, Optional.empty()), Period.ALWAYS, any -> true))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("try again");
    }
}
