package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of Spillway killed in the middle of its work. */
class KillIT {

    private static final int EVENTS = 20_000;
    private static final int BATCH = 100;
    private static final int KILLS = 3;
    /** Calls in flight to one destination, and those whose results were not written yet. */
    private static final int IN_FLIGHT = 64 + 256;

    @TempDir
    private Path folder;

    @Test
    void shouldLoseNothingAndRepeatOnlyWhatWasInFlight() throws Exception {
        try (var receiver = new Receiver();
                var spillway = Killable.start(folder)) {
            // given
            spillway.call("PUT", "/tenants/t", "");
            spillway.call("POST", "/tenants/t/destinations", """
                    {"id":"d","type":"webhook","topics":["*"],"config":{"url":"%s"}}""".formatted(receiver.url("/")));

            // when
            for (var batch = 0; batch < EVENTS / BATCH; batch++) {
                if (batch > 0
                        && batch % (EVENTS / BATCH / (KILLS + 1)) == 0
                        && batch / (EVENTS / BATCH / (KILLS + 1)) <= KILLS) {
                    spillway.killAndStartAgain();
                }
                spillway.publish(batch * BATCH, (batch + 1) * BATCH);
            }

            // then
            await().atMost(Duration.ofMinutes(3)).until(() -> distinct(receiver) == EVENTS);
            assertThat(receiver.at("/"))
                    .extracting(request -> request.header("spillway-delivery").orElseThrow())
                    .as("a repeat has the id of the first")
                    .satisfies(ids -> assertThat(ids.stream().distinct()).hasSize(EVENTS));
            var repeats = receiver.at("/").size() - EVENTS;
            System.out.println("repeats after " + KILLS + " kills of " + EVENTS + " deliveries: " + repeats);
            assertThat(repeats).isBetween(0, KILLS * IN_FLIGHT);
            assertThat(spillway.stop()).isTrue();
        }
    }

    private static long distinct(Receiver receiver) {
        return receiver.at("/").stream().map(Receiver.Request::event).distinct().count();
    }
}
