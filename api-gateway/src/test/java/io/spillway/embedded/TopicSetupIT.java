package io.spillway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.topic.Sizes;
import io.spillway.topic.Topic;
import io.spillway.topic.TopicSetup;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class TopicSetupIT {

    private static final Tiers TIERS =
            new Tiers(List.of(new Tier(Duration.ofSeconds(1)), new Tier(Duration.ofMinutes(1))));
    private static final Map<String, String> GOOD =
            Map.of("message.timestamp.type", "LogAppendTime", "max.message.bytes", "2000000");

    private Admin admin;
    private Topics wanted;

    @BeforeEach
    void connect(TestKafka kafka) {
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        wanted = Topics.of(kafka.deployment(), TIERS, Sizes.dev(), Wire.inMemory());
    }

    @AfterEach
    void disconnect() {
        admin.close();
    }

    @Test
    void shouldCreateEveryTopicAsTheCatalogueSays() throws Exception {
        // when
        TopicSetup.ensure(admin, wanted);

        // then
        for (var topic : wanted.all()) {
            assertThat(partitions(topic)).as(topic.name()).isEqualTo(wanted.partitions(topic));
            assertThat(setting(topic, "message.timestamp.type")).isEqualTo("LogAppendTime");
            assertThat(setting(topic, "max.message.bytes"))
                    .isEqualTo(String.valueOf(topic.layout().maxRecordBytes()));
        }
        assertThat(setting(wanted.destinations(), "cleanup.policy")).isEqualTo("compact");
        assertThat(setting(wanted.events(), "retention.ms"))
                .isEqualTo(String.valueOf(Duration.ofDays(7).toMillis()));
    }

    @Test
    void shouldAcceptWhatItMade() {
        // given
        TopicSetup.ensure(admin, wanted);

        // when
        var again = TopicSetup.ensure(admin, wanted);

        // then
        assertThat(again.sizes()).isEqualTo(wanted.sizes());
    }

    @Test
    void shouldTakeThePartitionCountOfTheTopicsThatExist() throws Exception {
        // given
        make(wanted.events(), 3, GOOD);
        make(wanted.commands(), 3, GOOD);

        // when
        var topics = TopicSetup.ensure(admin, wanted);

        // then
        assertThat(topics.sizes().partitions()).isEqualTo(3);
        assertThat(partitions(topics.deliveries())).isEqualTo(3);
        assertThat(partitions(topics.settings())).isEqualTo(1);
    }

    @Test
    void shouldNameEveryDifferenceAtOnce() throws Exception {
        // given
        make(wanted.events(), 4, Map.of("message.timestamp.type", "CreateTime", "max.message.bytes", "1000"));
        make(wanted.commands(), 2, GOOD);
        make(wanted.destinations(), 4, Map.of("message.timestamp.type", "LogAppendTime"));
        make(wanted.clock(), 2, GOOD);

        // then
        assertThatIllegalStateException()
                .isThrownBy(() -> TopicSetup.ensure(admin, wanted))
                .withMessageContaining(
                        wanted.events().name() + " has message.timestamp.type=CreateTime, not LogAppendTime")
                .withMessageContaining(wanted.events().name() + " has max.message.bytes=1000, less than")
                .withMessageContaining(wanted.commands().name() + " has 2 partitions, not 4")
                .withMessageContaining(wanted.destinations().name() + " has cleanup.policy=delete, not compact")
                .withMessageContaining(wanted.destinations().name() + " has delete.retention.ms=86400000, less than")
                .withMessageContaining(wanted.clock().name() + " has 2 partitions, not 1");
        assertThat(admin.listTopics().names().get())
                .doesNotContain(wanted.deliveries().name());
    }

    private void make(Topic<?, ?> topic, int partitions, Map<String, String> settings) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic.name(), partitions, (short) 1).configs(settings)))
                .all()
                .get();
        await().until(() -> admin.listTopics().names().get().contains(topic.name()));
    }

    private int partitions(Topic<?, ?> topic) throws Exception {
        return admin.describeTopics(List.of(topic.name()))
                .allTopicNames()
                .get()
                .get(topic.name())
                .partitions()
                .size();
    }

    private String setting(Topic<?, ?> topic, String name) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name)
                .value();
    }
}
