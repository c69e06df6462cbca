package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replay whose node is killed. {@code -Dspillway.proof.replays=100000} is the size that it is made for; the build takes a
 * small one.
 */
class ReplayIT {

    private static final int REPLAYED = Integer.getInteger("spillway.proof.replays", 2_000);
    private static final int BATCH = 500;

    @TempDir
    private Path folder;

    @Test
    void shouldDeliverEachAsOftenAsItsLedgerSaysThoughItIsPausedAndItsNodeKilled() throws Exception {
        try (var receiver = new Receiver();
                var spillway = Killable.start(folder)) {
            // given
            spillway.call("PUT", "/tenants/t", "");
            spillway.call("POST", "/tenants/t/destinations", """
                    {"id":"d","type":"webhook","topics":["*"],"config":{"url":"%s"}}""".formatted(receiver.url("/")));
            for (var from = 0; from < REPLAYED; from += BATCH) {
                spillway.publish(from, Math.min(from + BATCH, REPLAYED));
            }
            patiently().until(() -> delivered(spillway) == REPLAYED);
            assertThat(Kill.calls(receiver)).hasSize(REPLAYED);

            // when
            String id;
            JsonNode paused;
            try (var committed = LiveReader.start(() -> spillway.url() + "/live?tenant_id=t", "", "")) {
                patiently().until(committed::isConnected);
                id = spillway.call("POST", "/replays", """
                        {"tenant_id":"t","filter":{},"rate":%d}""".formatted(Math.min(10_000, REPLAYED / 20)))
                        .at("/id")
                        .asText();
                patiently().until(() -> replay(spillway, id).at("/emitted").asInt() > 0);
                spillway.call("POST", "/replays/" + id + "/pause", "");
                patiently().until(() -> isSettled(replay(spillway, id)));
                paused = replay(spillway, id);
                // A pause that was answered and not yet committed would be carried out again after a kill.
                var settled = paused;
                patiently()
                        .until(() -> committed.of("replay").stream()
                                .anyMatch(event -> event.data().equals(settled)));
            }
            spillway.kill();
            spillway.startAgain();

            // then
            assertThat(replay(spillway, id)).isEqualTo(paused);
            assertThat(paused.at("/state").asText()).isEqualTo("paused");
            assertThat(paused.at("/emitted").asInt()).isBetween(1, REPLAYED - 1);
            assertThat(Kill.calls(receiver))
                    .as("calls of a transaction that was aborted come again under the same ids")
                    .hasSizeBetween(REPLAYED + paused.at("/delivered").asInt(), 2 * REPLAYED);

            // when
            spillway.call("POST", "/replays/" + id + "/resume", "");
            patiently()
                    .until(() -> replay(spillway, id).at("/emitted").asInt()
                            > paused.at("/emitted").asInt());
            var kill = Kill.of(spillway, receiver, () -> {});
            patiently().until(() -> replay(spillway, id).at("/state").asText().equals("done"));
            patiently().until(() -> isSettled(replay(spillway, id)));

            // then
            var done = replay(spillway, id);
            for (var count : new String[] {"/matched", "/emitted", "/delivered"}) {
                assertThat(done.at(count).asInt()).as(count).isEqualTo(REPLAYED);
            }
            assertThat(done.at("/dead").asInt()).isZero();
            var calls = Kill.calls(receiver);
            assertThat(calls).as("each event as itself and as its replay").hasSize(2 * REPLAYED);
            kill.requireNoOtherRepeats(receiver);
            var repeats = receiver.at("/").size() - calls.size();
            System.out.println("replay of " + REPLAYED + ": repeats after a kill while it ran: " + repeats);
            assertThat(repeats).isBetween(0, kill.open());
            assertThat(spillway.stop()).isPresent();
        }
    }

    /** Whatever it has emitted has ended. */
    private static boolean isSettled(JsonNode replay) {
        return replay.at("/emitted").asInt()
                == replay.at("/delivered").asInt() + replay.at("/dead").asInt();
    }

    private static JsonNode replay(Killable spillway, String id) {
        return spillway.call("GET", "/replays/" + id, "");
    }

    private static int delivered(Killable spillway) {
        return spillway.call("POST", "/replays", """
                        {"tenant_id":"t","filter":{"state":["delivered"]},"dry_run":true}""").at("/count").asInt();
    }

    private static ConditionFactory patiently() {
        return await().pollInterval(Duration.ofMillis(200)).atMost(Duration.ofMinutes(10));
    }
}
