package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deleting and disabling, while thousands of deliveries wait. */
class CancellingIT {

    private static final int WAITING = 10_000;
    private static final int BATCH = 500;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @Test
    void shouldCallNobodyAfterADeletionAndRecordEveryCancellation() {
        var spillway = Local.shared();
        try (var receiver = new Receiver()) {
            // given
            receiver.slow("/slow", Duration.ofMillis(500));
            spillway.tenant("cancelling");
            spillway.webhook("cancelling", "d", receiver.url("/slow"), "");
            IntStream.range(0, WAITING / BATCH).forEach(batch -> spillway.post("/publish/batch", batch(batch)));

            // when
            spillway.call("DELETE", "/tenants/cancelling/destinations/d", "");
            var confirmed = Instant.now();
            spillway.webhook("cancelling", "d", receiver.url("/again"), "");

            // then
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(count(spillway, "cancelled") + count(spillway, "delivered"))
                            .isEqualTo(WAITING));
            assertThat(receiver.at("/again")).isEmpty();
            assertThat(receiver.at("/slow"))
                    .allSatisfy(request -> assertThat(request.at()).isBefore(confirmed.plus(AT_ONCE)));
            assertThat(count(spillway, "delivered"))
                    .isEqualTo(receiver.at("/slow").size());
            assertThat(spillway.publish("cancelling", "new", "{}")
                            .json()
                            .at("/destination_ids/0")
                            .asText())
                    .isEqualTo("d");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> receiver.at("/again").size() == 1);
        }
    }

    private static String batch(int batch) {
        return IntStream.range(batch * BATCH, (batch + 1) * BATCH)
                .mapToObj("{\"tenant_id\":\"cancelling\",\"id\":\"e%d\",\"data\":{}}"::formatted)
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }

    private static int count(Local spillway, String state) {
        return spillway.post("/replays", """
                        {"tenant_id":"cancelling","filter":{"state":["%s"]},"dry_run":true}""".formatted(state))
                .json()
                .at("/count")
                .asInt();
    }
}
