package io.spillway.gateway.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the tail has for one who follows, until it is taken. Once that is too much, it is thrown away and the stream is over. */
final class Subscriber {

    private static final int BYTES_AT_MOST = 512 * 1024;
    /** What an entry takes beyond its text. */
    private static final int AROUND = 256;

    private final Interest interest;
    private final Deque<Seen> waiting = new ArrayDeque<>();
    private int bytes;
    private @Nullable Ending ending;

    Subscriber(Interest interest) {
        this.interest = interest;
    }

    Interest interest() {
        return interest;
    }

    synchronized void offer(Seen seen) {
        if (ending != null || !interest.covers(seen.change())) {
            return;
        }
        bytes += weight(seen);
        if (bytes > BYTES_AT_MOST) {
            end(Ending.SLOW);
        } else {
            waiting.add(seen);
            notifyAll();
        }
    }

    synchronized void end(Ending why) {
        if (ending == null) {
            ending = why;
            waiting.clear();
            notifyAll();
        }
    }

    synchronized Optional<Ending> ended() {
        return Optional.ofNullable(ending);
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Waits that long for one, unless there will be none. */
    synchronized Optional<Seen> take(Duration patience) {
        var until = System.nanoTime() + patience.toNanos();
        try {
            for (var left = patience.toNanos();
                    waiting.isEmpty() && ending == null && left > 0;
                    left = until - System.nanoTime()) {
                wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(Ending.CLOSING);
        }
        var first = Optional.ofNullable(waiting.poll());
        first.ifPresent(seen -> bytes -= weight(seen));
        return first;
    }

    private static int weight(Seen seen) {
        return seen.sighting().json().length + AROUND;
    }
}
