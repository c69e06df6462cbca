package io.spillway.node.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.embedded.SharedBroker;
import io.spillway.embedded.TestKafka;
import io.spillway.embedded.TestPatience;
import io.spillway.gateway.request.KafkaOutbox;
import io.spillway.gateway.setting.KafkaSettings;
import io.spillway.topic.Sizes;
import io.spillway.topic.TopicSetup;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class MigrationIT {

    private final Wire wire = Wire.inMemory();
    private Map<String, Object> client = Map.of();
    private Topics topics;
    private Migration migration;

    @BeforeEach
    void connect(TestKafka kafka) {
        client = Map.of("bootstrap.servers", kafka.bootstrapServers());
        var tiers = new Tiers(List.of(new Tier(Duration.ofSeconds(1))));
        topics = Topics.of(kafka.deployment(), tiers, new Sizes(2, 1, 1 << 20), wire);
        migration = new Migration(
                client, () -> wire, with -> Topics.of(kafka.deployment(), tiers, new Sizes(2, 1, 1 << 20), with));
    }

    @Test
    void shouldSayWhatIsToBeDoneAndDoIt() {
        // when / then
        assertThat(migration.plan())
                .contains(
                        topics.events().name() + " is missing",
                        "the data are of version unknown, not " + Wire.version())
                .hasSize(topics.all().size() + 1);

        // when
        migration.apply();

        // then
        assertThat(migration.plan()).isEmpty();
        assertThat(migration.verify()).isEmpty();
    }

    @Test
    void shouldGiveTopicsTheSettingsThatANodeRefusesToStartWithout() throws Exception {
        // given
        migration.apply();
        change(topics.destinations().name(), "cleanup.policy", "delete");
        try (var admin = Admin.create(client)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> TopicSetup.ensure(admin, topics))
                    .withMessageContaining("cleanup.policy=delete, not compact")
                    .withMessageContaining("spillway migrate apply");
        }

        // when
        var planned = migration.plan();
        migration.apply();

        // then
        assertThat(planned).singleElement().asString().contains("cleanup.policy=delete, not compact");
        assertThat(migration.plan()).isEmpty();
    }

    @Test
    void shouldRefuseDataThatANewerReleaseHasWorkedOn() {
        // given
        migration.apply();

        // when
        settings(settings -> settings.put("data.version", "99".getBytes(StandardCharsets.UTF_8)));

        // then
        assertThatIllegalStateException()
                .isThrownBy(migration::apply)
                .withMessage("The data are of version 99, and this release knows them up to " + Wire.version()
                        + ": start the release that wrote them, or a newer one.");
        assertThat(migration.plan()).containsExactly("the data are of version 99, not " + Wire.version());
    }

    @Test
    void shouldRaiseTheVersionOfOlderData() {
        // given
        migration.apply();
        settings(settings -> settings.put("data.version", "1".getBytes(StandardCharsets.UTF_8)));

        // when
        settings(settings -> new DataVersion(settings).claim());

        // then
        assertThat(migration.plan()).isEmpty();
    }

    @Test
    void shouldWorkAlone() {
        // given
        migration.apply();

        // when
        try (var _ = Lock.take(client, topics, Duration.ofMinutes(2))) {
            // then
            assertThatIllegalStateException()
                    .isThrownBy(() -> Lock.take(client, topics, Duration.ofSeconds(1)))
                    .withMessageContaining("Somebody else is migrating");
        }
        assertThatCode(() -> Lock.take(client, topics, Duration.ofMinutes(2)).close())
                .doesNotThrowAnyException();
    }

    @Test
    void shouldFindARecordThatThisReleaseCannotRead() throws Exception {
        // given
        migration.apply();
        try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topics.attempts().name(), 1, new byte[] {1}, "nonsense".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }

        // when / then
        assertThat(migration.verify())
                .singleElement()
                .asString()
                .startsWith(topics.attempts().name() + ", partition 1, offset 0 cannot be read: ");
    }

    private void settings(Consumer<KafkaSettings> work) {
        try (var producer = KafkaOutbox.producer(client, topics, TestPatience.AMPLE);
                var settings = KafkaSettings.start(client, topics.settings(), producer, TestPatience.AMPLE)) {
            work.accept(settings);
        }
    }

    private void change(String topic, String setting, String value) throws Exception {
        var change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        try (var admin = Admin.create(client)) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change)))
                    .all()
                    .get();
        }
    }
}
