package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deleting and disabling, while thousands of deliveries wait. */
class CancellingIT {

    private static final int WAITING = 10_000;
    private static final int BATCH = 500;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    @Test
    void shouldCallNobodyAfterADeletionAndRecordEveryCancellation() {
        try (var receiver = new Receiver();
                var spillway = Local.start(folder)) {
            // given
            receiver.slow("/slow", Duration.ofMillis(500));
            spillway.tenant("t");
            spillway.webhook("t", "d", receiver.url("/slow"), "");
            IntStream.range(0, WAITING / BATCH).forEach(batch -> spillway.post("/publish/batch", batch(batch)));

            // when
            spillway.call("DELETE", "/tenants/t/destinations/d", "");
            var confirmed = Instant.now();
            spillway.webhook("t", "d", receiver.url("/again"), "");

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
            assertThat(spillway.publish("t", "new", "{}")
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
                .mapToObj("{\"tenant_id\":\"t\",\"id\":\"e%d\",\"data\":{}}"::formatted)
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }

    private static int count(Local spillway, String state) {
        var counted = 0;
        JsonNode page;
        var cursor = "";
        do {
            page = spillway.get("/deliveries?tenant_id=t&limit=1000&state=" + state + cursor)
                    .json();
            counted += page.at("/models").size();
            cursor = "&next=" + page.at("/pagination/next").asText();
        } while (!page.at("/pagination/next").isNull());
        return counted;
    }
}
