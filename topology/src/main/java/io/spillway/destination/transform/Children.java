package io.spillway.destination.transform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes that evaluate: started when they are needed, ended when they have nothing to do, replaced when they are lost. */
final class Children implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Children.class);
    /** What an answer takes beyond its evaluation. */
    private static final Duration TRAVEL = Duration.ofMillis(500);

    private final Bounds bounds;
    private final Duration unused;
    private final Semaphore free;
    private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
    private final AtomicBoolean watched = new AtomicBoolean();
    private volatile boolean closed;
    /** Reading from a process cannot be interrupted, so somebody else does it. It has no threads until it is used. */
    private final ExecutorService readers = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("transformation-", 0).daemon().factory());

    private record Idle(Child child, long since) {}

    /** @param unused for how long a process may have nothing to do */
    Children(Bounds bounds, int atMost, Duration unused) {
        this.bounds = bounds;
        this.free = new Semaphore(atMost, true);
        this.unused = unused;
    }

    /** @param deadline of {@link System#nanoTime()}, which an evaluation that has begun may pass by less than a second */
    Answer ask(Request request, long deadline) throws InterruptedException {
        if (!free.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            return Answer.TOO_LATE;
        }
        try {
            var child = borrow(deadline);
            var left = Duration.ofNanos(deadline - System.nanoTime());
            return ask(child, request.within(bounds.timeWithin(left)));
        } catch (TimeoutException e) {
            return Answer.TOO_LATE;
        } catch (ExecutionException e) {
            LOG.error("no process can be started that evaluates transformations", e);
            return Answer.refused("this node cannot evaluate it");
        } finally {
            free.release();
        }
    }

    int idle() {
        return idle.size();
    }

    private Answer ask(Child child, Request request) throws InterruptedException {
        var answering = readers.submit(() -> child.ask(request));
        var usable = false;
        try {
            var patience = request.time().plus(Evaluator.BETWEEN_STEPS).plus(TRAVEL);
            var answer = answering.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            usable = answer.kind() != Answer.Kind.ENDED;
            return answer;
        } catch (TimeoutException e) {
            return Answer.ended(Evaluation.tooSlow(request));
        } catch (ExecutionException e) {
            return Answer.ended(child.end());
        } finally {
            if (usable) {
                giveBack(child);
            } else {
                child.close();
            }
        }
    }

    /** The one that was used last, so that those which are too many have nothing to do. */
    private Child borrow(long deadline) throws InterruptedException, ExecutionException, TimeoutException {
        @Nullable Idle last = idle.pollFirst();
        if (last != null) {
            return last.child();
        }
        var starting = CompletableFuture.supplyAsync(this::start, readers);
        try {
            return starting.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException e) {
            // Somebody else will have it: were it ended, who has little time would never find one.
            var ignored = starting.thenAccept(this::giveBack);
            throw e;
        }
    }

    private Child start() {
        try {
            return Child.start(bounds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void giveBack(Child child) {
        idle.addFirst(new Idle(child, System.nanoTime()));
        if (closed) {
            end(Duration.ZERO);
        } else {
            watch();
        }
    }

    private void watch() {
        if (watched.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(unused.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> {
                        watched.set(false);
                        end(unused);
                        if (!idle.isEmpty()) {
                            watch();
                        }
                    });
        }
    }

    private void end(Duration after) {
        var now = System.nanoTime();
        for (var one : idle) {
            if (now - one.since() >= after.toNanos() && idle.remove(one)) {
                one.child().close();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        end(Duration.ZERO);
        readers.shutdown();
    }
}
