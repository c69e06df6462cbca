package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A kill, and what it may not have repeated.
 *
 * @param recorded ids of deliveries of which an attempt was shown before it
 * @param calls how many each delivery had had when it was over
 */
record Kill(Set<String> recorded, Map<String, Long> calls) {

    /** Calls to one destination at a time, which is what a receiver may count after all. */
    private static final int IN_FLIGHT = 64;

    /**
     * Kills the process and starts it again.
     *
     * @param busy gives it something to do that the kill is in the middle of
     */
    static Kill of(Killable spillway, Receiver receiver, Runnable busy) throws IOException, InterruptedException {
        var recorded = spillway.tried();
        busy.run();
        spillway.kill();
        awaitSilence(receiver);
        var kill = new Kill(recorded, calls(receiver));
        spillway.startAgain();
        return kill;
    }

    /** Requests of a process that is gone may still lie in the receiver's sockets. */
    private static void awaitSilence(Receiver receiver) {
        var last = new AtomicInteger(-1);
        await().pollInterval(Duration.ofSeconds(1)).until(() -> {
            var now = receiver.at("/").size();
            return last.getAndSet(now) == now;
        });
    }

    /** How many calls each delivery has had. */
    static Map<String, Long> calls(Receiver receiver) {
        return receiver.at("/").stream()
                .collect(Collectors.groupingBy(
                        request -> request.header("spillway-delivery").orElseThrow(), Collectors.counting()));
    }

    /** Those that were called, and of which nothing was shown, and those in flight: at most so many are called again. */
    int open() {
        return calls.size() - recorded.size() + IN_FLIGHT;
    }

    /** At the end: only those were called again. */
    void requireNoOtherRepeats(Receiver receiver) {
        var now = calls(receiver);
        assertThat(recorded).allSatisfy(id -> assertThat(now.get(id)).isEqualTo(calls.get(id)));
    }
}
