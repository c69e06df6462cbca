package io.spillway.gateway.limit;

import io.spillway.gateway.http.ApiException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets so much work be done at once, and turns the rest away: 429. It is done on platform threads, since work that computes
 * and never waits would keep virtual ones, and with them all other requests, from their turn.
 */
public final class Turns {

    private final Semaphore free;

    public Turns(int atOnce) {
        this.free = new Semaphore(atOnce);
    }

    /** What the work comes to, be it that it throws. */
    public <T> T run(Supplier<T> work) {
        if (!free.tryAcquire()) {
            throw ApiException.tooMany("others are being served; try again");
        }
        try {
            return CompletableFuture.supplyAsync(work, Turns::start).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
        } finally {
            free.release();
        }
    }

    private static void start(Runnable work) {
        Thread.ofPlatform().name("turn").daemon().start(work);
    }
}
