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
        var child = borrow();
        try {
            var ready = child.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            return ask(ready, request.within(bounds.timeWithin(Duration.ofNanos(deadline - System.nanoTime()))));
        } catch (TimeoutException e) {
            return Answer.TOO_LATE;
        } catch (ExecutionException e) {
            LOG.error("no process can be started that evaluates transformations", e);
            return Answer.away("this node cannot evaluate it");
        } finally {
            leave(child);
        }
    }

    /** The one that was used last, so that those which are too many have nothing to do; or a new one, once it is ready. */
    private CompletableFuture<Child> borrow() {
        @Nullable Idle last = idle.pollFirst();
        return last == null
                ? CompletableFuture.supplyAsync(this::start, readers)
                : CompletableFuture.completedFuture(last.child());
    }

    private Answer ask(Child child, Request request) throws InterruptedException {
        var answering = readers.submit(() -> child.ask(request));
        var answer = Answer.ended("it was given up");
        try {
            var patience = request.time().plus(Evaluator.BETWEEN_STEPS).plus(TRAVEL);
            answer = answering.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer = Answer.ended(Evaluation.tooSlow(request));
        } catch (ExecutionException e) {
            answer = Answer.ended(child.end());
        } finally {
            if (answer.kind() == Answer.Kind.ENDED) {
                child.close();
            }
        }
        return answer;
    }

    /** One that is only starting has its place until it is ready: who comes next will find it. */
    private void leave(CompletableFuture<Child> child) {
        var ignored = child.whenComplete((ready, problem) -> {
            if (ready != null && ready.isUsable()) {
                giveBack(ready);
            }
            free.release();
        });
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
