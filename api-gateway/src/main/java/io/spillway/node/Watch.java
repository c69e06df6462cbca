package io.spillway.node;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Looks after a part that may give up for good, so that its process is replaced. */
final class Watch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Thread thread;

    private Watch(Thread thread) {
        this.thread = thread;
    }

    static Watch over(BooleanSupplier running, Runnable onGivenUp) {
        return new Watch(Thread.ofVirtual().name("watch").start(() -> {
            try {
                while (running.getAsBoolean()) {
                    Thread.sleep(EVERY);
                }
                onGivenUp.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
