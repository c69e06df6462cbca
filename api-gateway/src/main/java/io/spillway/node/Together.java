package io.spillway.node;

import java.util.ArrayList;
import java.util.List;

/** Parts that are closed at the same time, since each of them may take a while. */
final class Together implements AutoCloseable {

    private final List<AutoCloseable> parts = new ArrayList<>();

    <C extends AutoCloseable> C add(C part) {
        parts.add(part);
        return part;
    }

    @Override
    public void close() {
        var closing = parts.stream().map(Together::close).toList();
        try {
            for (var thread : closing) {
                thread.join();
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
