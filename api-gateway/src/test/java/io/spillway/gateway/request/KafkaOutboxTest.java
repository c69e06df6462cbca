package io.spillway.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

import io.spillway.domain.Patience;
import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.topic.Sizes;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class KafkaOutboxTest {

    private static final int TWO_SECONDS = 2_000;

    @Test
    void shouldUsuallyGiveUpWithinTwoSeconds() {
        // given
        var topics = Topics.of("", new Tiers(List.of(new Tier(Duration.ofSeconds(1)))), Sizes.dev(), Wire.inMemory());

        // when
        var settings = KafkaOutbox.settings(Map.of(), topics, Patience.USUAL);

        // then: for a broker that was never reached, and for one that is gone
        assertThat(settings)
                .extractingByKey(ProducerConfig.MAX_BLOCK_MS_CONFIG, INTEGER)
                .isLessThanOrEqualTo(TWO_SECONDS);
        assertThat(settings)
                .extractingByKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, INTEGER)
                .isLessThanOrEqualTo(TWO_SECONDS);
    }
}
