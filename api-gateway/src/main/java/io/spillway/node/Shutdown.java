package io.spillway.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be closed, the last opened first; what is opened together is closed together. */
final class Shutdown implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    synchronized <C extends AutoCloseable> C add(C closeable) {
        opened.push(closeable);
        return closeable;
    }

    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            close(opened.pop());
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) { // whatever one part throws, the others are closed as well
            LOG.warn("{} did not close cleanly", closeable, e);
        }
    }
}
