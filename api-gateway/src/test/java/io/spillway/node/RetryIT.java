package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The default schedule in real time, with a restart in the middle of a wait. */
class RetryIT {

    private static final List<Integer> WAITS = List.of(1, 5, 30, 60);

    @TempDir
    private Path folder;

    @Test
    void shouldTryFiveTimesNeverEarlyAndThenBury() throws Exception {
        try (var receiver = new Receiver()) {
            receiver.answers("/recovers", n -> n <= 4 ? 503 : 200);
            receiver.answers("/broken", n -> 500);

            // given
            try (var spillway = Local.start(folder)) {
                spillway.tenant("t");
                spillway.webhook("t", "recovers", receiver.url("/recovers"), "");
                spillway.webhook("t", "broken", receiver.url("/broken"), "");
                spillway.publish("t", "e1", "{\"a\":1}");
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> receiver.at("/recovers").size() == 3
                                && receiver.at("/broken").size() == 3);
            }

            // when
            try (var spillway = Local.start(folder)) {
                await().atMost(Duration.ofMinutes(10))
                        .until(() -> receiver.at("/recovers").size() == 5
                                && receiver.at("/broken").size() == 5);

                // then
                List.of("/recovers", "/broken").forEach(path -> neverEarly(receiver.at(path)));
                await().untilAsserted(() -> {
                    assertThat(state(spillway, "recovers")).isEqualTo("delivered");
                    assertThat(state(spillway, "broken")).isEqualTo("dead");
                    assertThat(spillway.records("spillway.dead-letters")).hasSize(1);
                });
                assertThat(attempts(spillway, "recovers"))
                        .containsExactly(
                                "1 failed 503", "2 failed 503", "3 failed 503", "4 failed 503", "5 success 200");
                assertThat(attempts(spillway, "broken"))
                        .containsExactly(
                                "1 failed 500", "2 failed 500", "3 failed 500", "4 failed 500", "5 failed 500");
            }
        }
    }

    /** Waits count from the broker's clock, the receiver's from its own: both are this machine's. */
    private static void neverEarly(List<Receiver.Request> requests) {
        IntStream.range(0, WAITS.size()).forEach(n -> {
            var wait = Duration.ofSeconds(WAITS.get(n));
            var gap = Duration.between(requests.get(n).at(), requests.get(n + 1).at());
            System.out.printf("a wait of %s took %s%n", wait, gap);
            assertThat(gap).isGreaterThanOrEqualTo(wait);
            assertThat(requests.get(n + 1).body()).isEqualTo(requests.getFirst().body());
            assertThat(requests.get(n + 1).event()).isEqualTo("e1");
        });
    }

    /** Number, status and what the receiver said, of each, in order. */
    private static List<String> attempts(Local spillway, String destination) {
        return spillway.get("/attempts?tenant_id=t&include=response_data&dir=asc&destination_id=" + destination)
                .json()
                .at("/models")
                .valueStream()
                .map(attempt -> attempt.at("/attempt_number").asText() + " "
                        + attempt.at("/status").asText() + " "
                        + attempt.at("/response_data/status").asText())
                .toList();
    }

    private static String state(Local spillway, String destination) {
        return spillway.get("/deliveries?tenant_id=t&destination_id=" + destination)
                .json()
                .at("/models/0/state")
                .asText();
    }
}
