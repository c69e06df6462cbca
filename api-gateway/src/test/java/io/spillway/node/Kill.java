package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A kill, and what it may not have repeated.
 *
 * @param recorded ids of deliveries of which an attempt was shown before it
 * @param calls how many each delivery had had when it was over
 */
record Kill(Set<String> recorded, Map<String, Long> calls) {

    /**
     * Kills the process and starts it again.
     *
     * @param busy gives it something to do that the kill is in the middle of
     */
    static Kill of(Killable spillway, Receiver receiver, Runnable busy) throws IOException, InterruptedException {
        var recorded = spillway.tried();
        busy.run();
        spillway.kill();
        var kill = new Kill(recorded, calls(receiver));
        spillway.startAgain();
        return kill;
    }

    /** How many calls each delivery has had. */
    static Map<String, Long> calls(Receiver receiver) {
        return receiver.at("/").stream()
                .collect(Collectors.groupingBy(
                        request -> request.header("spillway-delivery").orElseThrow(), Collectors.counting()));
    }

    /** Those that were called, and of which nothing was shown: at most so many are called again. */
    int open() {
        return calls.size() - recorded.size();
    }

    /** At the end: only those were called again. */
    void requireNoOtherRepeats(Receiver receiver) {
        var now = calls(receiver);
        assertThat(recorded).allSatisfy(id -> assertThat(now.get(id)).isEqualTo(calls.get(id)));
    }
}
