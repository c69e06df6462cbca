package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of Spillway killed in the middle of its work. */
class KillIT {

    private static final int EVENTS = 20_000;
    private static final int BATCH = 100;
    private static final int KILLS = 3;
    private static final Duration STOP = Duration.ofSeconds(10);
    /** How a JVM ends that was asked to. */
    private static final int SIGTERM = 128 + 15;

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
            spillway.call("PUT", "/tenants/strict", "");
            spillway.call("POST", "/tenants/strict/destinations", """
                    {"id":"d","type":"webhook","topics":["*"],"policy":{"ordered":true},"config":{"url":"%s"}}
                    """.formatted(receiver.url("/ordered")));

            // when
            var kills = new ArrayList<Kill>();
            for (var batch = 0; batch < EVENTS / BATCH; batch++) {
                if (batch > 0
                        && batch % (EVENTS / BATCH / (KILLS + 1)) == 0
                        && batch / (EVENTS / BATCH / (KILLS + 1)) <= KILLS) {
                    var next = batch;
                    kills.add(Kill.of(spillway, receiver, () -> publish(spillway, next)));
                } else {
                    publish(spillway, batch);
                }
            }

            // then
            await().atMost(Duration.ofMinutes(10)).until(() -> distinct(receiver, "/") == EVENTS);
            assertThat(receiver.at("/"))
                    .extracting(request -> request.header("spillway-delivery").orElseThrow())
                    .as("a repeat has the id of the first")
                    .satisfies(ids -> assertThat(ids.stream().distinct()).hasSize(EVENTS));
            var repeats = receiver.at("/").size() - EVENTS;
            System.out.println("repeats after " + KILLS + " kills of " + EVENTS + " deliveries: " + repeats);
            kills.forEach(kill -> kill.requireNoOtherRepeats(receiver));
            assertThat(repeats).isBetween(0, kills.stream().mapToInt(Kill::open).sum());
            await().atMost(Duration.ofMinutes(5)).until(() -> distinct(receiver, "/ordered") == EVENTS / BATCH);
            assertThat(receiver.at("/ordered"))
                    .extracting(Receiver.Request::event)
                    .as("strict order, whatever is repeated")
                    .isSorted();
            assertThat(leastToStop(spillway)).isLessThanOrEqualTo(STOP);
        }
    }

    /** Of several tries, since a pause of the machine spoils one, and a defect all. */
    private static Duration leastToStop(Killable spillway) throws IOException, InterruptedException {
        var least = stopped(spillway);
        for (var again = 1; again <= 3 && least.compareTo(STOP) > 0; again++) {
            spillway.startAgain();
            var took = stopped(spillway);
            least = took.compareTo(least) < 0 ? took : least;
        }
        return least;
    }

    private static Duration stopped(Killable spillway) throws InterruptedException {
        var took = spillway.stop();
        assertThat(took).as("it ended").isPresent();
        assertThat(spillway.exitCode()).isEqualTo(SIGTERM);
        return took.orElseThrow();
    }

    private static void publish(Killable spillway, int batch) {
        spillway.call("POST", "/publish", """
                {"tenant_id":"strict","id":"%04d","data":{}}""".formatted(batch));
        spillway.publish(batch * BATCH, (batch + 1) * BATCH);
    }

    private static long distinct(Receiver receiver, String path) {
        return receiver.at(path).stream()
                .map(Receiver.Request::event)
                .distinct()
                .count();
    }
}
