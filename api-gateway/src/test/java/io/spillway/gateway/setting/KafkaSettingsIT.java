package io.spillway.gateway.setting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.Patience;
import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.embedded.Ports;
import io.spillway.embedded.SharedBroker;
import io.spillway.embedded.TestKafka;
import io.spillway.embedded.TestPatience;
import io.spillway.embedded.TestTopics;
import io.spillway.gateway.health.Status;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.request.KafkaOutbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class KafkaSettingsIT {

    private TestTopics topics;
    private Producer<byte[], byte[]> producer;
    private KafkaSettings settings;

    @BeforeEach
    void start(TestKafka kafka) {
        topics = TestTopics.on(kafka, new Tiers(List.of(new Tier(Duration.ofSeconds(1)))), 1);
        producer = KafkaOutbox.producer(topics.clients(), topics.topics(), TestPatience.AMPLE);
        settings = another();
    }

    @AfterEach
    void stop() {
        settings.close();
        producer.close();
        topics.close();
    }

    private KafkaSettings another() {
        return KafkaSettings.start(topics.clients(), topics.topics().settings(), producer, TestPatience.AMPLE);
    }

    private static Map<String, String> texts(KafkaSettings settings) {
        return settings.table("text.", bytes -> new String(bytes, UTF_8));
    }

    @Test
    void shouldHaveWhatItWroteWhenTheWriteReturns() {
        // given
        var texts = texts(settings);
        // when
        for (var i = 0; i < 50; i++) {
            settings.put("text." + i, ("value " + i).getBytes(UTF_8));
            // then
            assertThat(texts).containsEntry(Integer.toString(i), "value " + i);
        }
        settings.remove("text.7");
        assertThat(texts).hasSize(49).doesNotContainKey("7");
    }

    @Test
    void shouldTellOtherNodesSoon() {
        // given
        try (var other = another()) {
            var texts = texts(other);
            // when
            settings.put("text.a", "1".getBytes(UTF_8));
            // then
            await().until(() -> "1".equals(texts.get("a")));
            // when
            settings.remove("text.a");
            // then
            await().until(texts::isEmpty);
        }
    }

    @Test
    void shouldReadEverythingAtStart() {
        // given
        settings.put("text.a", "1".getBytes(UTF_8));
        settings.put("text.a", "2".getBytes(UTF_8));
        settings.put("other.b", "3".getBytes(UTF_8));
        // when
        try (var later = another()) {
            // then
            await().until(later::complete);
            assertThat(texts(later)).containsExactly(Map.entry("a", "2"));
            assertThat(later.check()).isEqualTo(new Status.Healthy());
        }
    }

    @Test
    void shouldLeaveOutWhatItCannotRead() {
        // given
        var numbers = settings.table("number.", bytes -> Integer.parseInt(new String(bytes, UTF_8)));
        settings.put("number.a", "1".getBytes(UTF_8));
        settings.put("number.b", "2".getBytes(UTF_8));
        // when
        settings.put("number.a", "x".getBytes(UTF_8));
        settings.put("number.c", "3".getBytes(UTF_8));
        // then
        assertThat(numbers).containsOnly(Map.entry("b", 2), Map.entry("c", 3));
    }

    @Test
    void shouldSayThatTheyCannotBeChangedWhileTheBrokerIsAway() {
        // given
        var nowhere = Map.<String, Object>of("bootstrap.servers", "127.0.0.1:" + Ports.free());
        try (var lost = KafkaOutbox.producer(nowhere, topics.topics(), Patience.USUAL);
                var cut = KafkaSettings.start(topics.clients(), topics.topics().settings(), lost, Patience.USUAL)) {
            // when / then
            assertThatThrownBy(() -> cut.put("text.a", new byte[0]))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("try again");
        }
    }
}
