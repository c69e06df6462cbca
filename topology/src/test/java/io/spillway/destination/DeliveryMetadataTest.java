package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeliveryMetadataTest {

    private static final Instant AT = Instant.parse("2026-11-22T10:11:12.345678Z");

    @Test
    void shouldBearTheTimeToTheSecond() {
        assertThat(DeliveryMetadata.of(Samples.delivery(), Settings.NONE, new Attempting(AT, Duration.ofSeconds(1))))
                .containsEntry("timestamp", "2026-11-22T10:11:12Z")
                .doesNotContainKey("timestamp-ms");
    }

    @Test
    void shouldBearItToTheMillisecondWhereThatIsAskedFor() {
        assertThat(DeliveryMetadata.of(
                        Samples.delivery(), Settings.NONE, new Attempting(AT, Duration.ofSeconds(1), true)))
                .containsEntry("timestamp", "2026-11-22T10:11:12Z")
                .containsEntry("timestamp-ms", "2026-11-22T10:11:12.345Z");
    }
}
