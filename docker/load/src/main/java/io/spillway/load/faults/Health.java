package io.spillway.load.faults;

import io.spillway.load.cluster.Node;
import java.time.Duration;

/** What {@code /healthz} says, and how soon. */
final class Health {

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private Health() {}

    /** How long it takes until it says that the node moves, or does not; {@code atMost} where it never does. */
    static Duration await(Node node, boolean moves, Duration atMost) throws InterruptedException {
        long from = System.nanoTime();
        while (node.moves() != moves && System.nanoTime() - from < atMost.toNanos()) {
            Thread.sleep(LOOK_EVERY);
        }
        var took = Duration.ofNanos(System.nanoTime() - from);
        return took.compareTo(atMost) < 0 ? took : atMost;
    }
}
