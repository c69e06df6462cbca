package io.spillway.load.generator;

import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes a selector on time. A select by itself knows whole milliseconds only, which is too coarse for an intended time, and
 * looking again and again would take from the processor what is to be measured.
 */
final class Alarm implements AutoCloseable {

    private final AtomicLong at = new AtomicLong(Pace.NEVER);
    private final Selector selector;
    private final Thread thread;

    Alarm(Selector selector) {
        this.selector = selector;
        thread = Thread.ofPlatform().daemon().name("alarm").start(this::watch);
    }

    /** Replaces the time, in terms of {@link System#nanoTime}, that was set before. */
    void set(long due) {
        if (at.getAndSet(due) != due && due != Pace.NEVER) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            long due = at.get();
            long left = due - System.nanoTime();
            if (due == Pace.NEVER) {
                LockSupport.park();
            } else if (left > 0) {
                LockSupport.parkNanos(left);
            } else if (at.compareAndSet(due, Pace.NEVER)) {
                selector.wakeup();
            }
        }
    }
}
