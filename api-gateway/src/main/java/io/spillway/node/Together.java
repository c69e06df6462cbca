package io.spillway.node;

import io.spillway.domain.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Parts that are closed at the same time, since each of them may take a while. */
final class Together implements AutoCloseable {

    /** Of the ten seconds that whoever stops the process allows. */
    private static final Duration AT_MOST = Duration.ofSeconds(8);

    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Duration atMost;

    Together(Patience patience) {
        this.atMost = patience.forAnswer(AT_MOST);
    }

    <C extends AutoCloseable> C add(C part) {
        parts.add(part);
        return part;
    }

    @Override
    public void close() {
        var closing = parts.stream().map(Together::close).toList();
        try {
            var end = System.nanoTime() + atMost.toNanos();
            for (var thread : closing) {
                thread.join(Duration.ofNanos(end - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread close(AutoCloseable part) {
        return Thread.ofPlatform().name("close").start(() -> {
            try (var alone = new Shutdown()) {
                alone.add(part);
            }
        });
    }
}
