package io.spillway.dispatch;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rings when it is time for something that only the time keeps waiting. A thread of its own. */
final class Bell implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);
    private static final long BREATH = 1_000_000_000;

    private final Thread thread;
    private volatile boolean closing;

    /** @param ring given the monotonic time, does what is to be done and says in how many nanoseconds there will be more */
    Bell(LongUnaryOperator ring) {
        thread = Thread.ofPlatform().name("dispatch-bell").daemon().unstarted(() -> run(ring));
    }

    void start() {
        thread.start();
    }

    /** Something is to be done sooner than was said. */
    void hurry() {
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        closing = true;
        hurry();
    }

    private void run(LongUnaryOperator ring) {
        while (!closing) {
            LockSupport.parkNanos(ring(ring));
        }
    }

    private static long ring(LongUnaryOperator ring) {
        try {
            return ring.applyAsLong(System.nanoTime());
        } catch (RuntimeException e) {
            LOG.error("what was to be done now was not", e);
            return BREATH;
        }
    }
}
