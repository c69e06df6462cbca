package io.spillway.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.topic.Layout.Partitioning;
import io.spillway.wire.Wire;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final Tiers TIERS = tiers(1, 5, 30, 60);
    private static final int MIB = 1024 * 1024;

    private final Topics topics = Topics.of("", TIERS, Sizes.dev(), Wire.inMemory());

    @Test
    void shouldNameEveryTopicOfTheCatalogue() {
        assertThat(topics.all())
                .extracting(Topic::name)
                .containsExactly(
                        "spillway.events",
                        "spillway.events.rekeyed",
                        "spillway.commands",
                        "spillway.command-results",
                        "spillway.tenants",
                        "spillway.subscriptions",
                        "spillway.destinations",
                        "spillway.deliveries",
                        "spillway.attempts",
                        "spillway.retries.1s",
                        "spillway.retries.5s",
                        "spillway.retries.30s",
                        "spillway.retries.1m",
                        "spillway.due",
                        "spillway.dead-letters",
                        "spillway.quarantine",
                        "spillway.settings",
                        "spillway.operator-events",
                        "spillway.erasures",
                        "spillway.audit",
                        "spillway.log-store.refused",
                        "spillway.clock");
    }

    @Test
    void shouldPutTheDeploymentBeforeEveryName() {
        // when
        var others = Topics.of("blue-1", TIERS, Sizes.dev(), Wire.inMemory());

        // then
        assertThat(others.all()).extracting(Topic::name).allMatch(name -> name.startsWith("blue-1.spillway."));
    }

    @Test
    void shouldRefuseADeploymentThatKafkaWouldConfuse() {
        assertThat(Stream.of("a.b", "a_b", "a b", "é"))
                .allSatisfy(deployment -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> Topics.of(deployment, TIERS, Sizes.dev(), Wire.inMemory())));
    }

    @Test
    void shouldUseTheBrokersClockEverywhere() {
        assertThat(topics.all())
                .allSatisfy(topic -> assertThat(topic.layout().settings(1))
                        .containsEntry("message.timestamp.type", "LogAppendTime"));
    }

    @Test
    void shouldAllowDeliveriesMoreThanEvents() {
        assertThat(topics.events().layout().maxRecordBytes()).isEqualTo(MIB + 128 * 1024);
        assertThat(List.of(
                        topics.deliveries(),
                        topics.attempts(),
                        topics.retries(TIERS.all().getFirst()),
                        topics.due(),
                        topics.deadLetters(),
                        topics.quarantine()))
                .allSatisfy(topic -> assertThat(topic.layout().maxRecordBytes()).isEqualTo(MIB + 256 * 1024));
    }

    @Test
    void shouldKeepWaitingRecordsTwiceAsLongAsTheLongestTier() {
        // given
        var tenDays = (int) Duration.ofDays(10).toSeconds();

        // when
        var patient = Topics.of("", tiers(1, tenDays), Sizes.dev(), Wire.inMemory());

        // then
        assertThat(patient.retries(patient.tiers().all().getLast()).layout().cleanup())
                .isEqualTo(new Cleanup.Delete(Duration.ofDays(20)));
        assertThat(patient.destinations().layout().cleanup()).isEqualTo(new Cleanup.Compact(Duration.ofDays(22)));
        assertThat(topics.retries(TIERS.all().getLast()).layout().cleanup())
                .isEqualTo(new Cleanup.Delete(Duration.ofDays(7)));
    }

    @Test
    void shouldCompactTheTables() {
        assertThat(List.of(topics.tenants(), topics.subscriptions(), topics.destinations(), topics.settings()))
                .allSatisfy(topic -> assertThat(topic.layout().settings(3))
                        .containsEntry("cleanup.policy", "compact")
                        .containsEntry(
                                "delete.retention.ms",
                                String.valueOf(Duration.ofDays(9).toMillis()))
                        .containsEntry(
                                "max.compaction.lag.ms",
                                String.valueOf(Duration.ofDays(1).toMillis()))
                        .containsEntry("min.insync.replicas", "2"));
    }

    @Test
    void shouldHaveOnePartitionCountForAllThatIsKeyed() {
        assertThat(topics.all())
                .filteredOn(topic -> topics.partitions(topic) == 1)
                .extracting(Topic::name)
                .containsExactly("spillway.settings", "spillway.audit", "spillway.log-store.refused", "spillway.clock");
        assertThat(topics.partitions(topics.events())).isEqualTo(4);
        assertThat(topics.subscriptions().layout().partitioning()).isEqualTo(Partitioning.TENANT);
        assertThat(topics.destinations().layout().partitioning())
                .isEqualTo(topics.deliveries().layout().partitioning());
    }

    private static Tiers tiers(int... seconds) {
        return new Tiers(Arrays.stream(seconds)
                .mapToObj(second -> new Tier(Duration.ofSeconds(second)))
                .toList());
    }
}
