package io.spillway.load.generator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** How many promised deliveries have not arrived yet, by the receiver's count; holds the generator back when they are too many. */
final class Backlog implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI control;
    private final SentLog log;
    private final int fanOut;
    private final long acceptedBefore;
    private final Thread watch;
    private volatile long arrived;

    /** @param control the receiver's own door */
    Backlog(URI control, SentLog log, int fanOut) throws IOException, InterruptedException {
        this.control = control;
        this.log = log;
        this.fanOut = fanOut;
        acceptedBefore = ask("/stats");
        watch = Thread.ofPlatform().daemon().name("backlog").start(this::watch);
    }

    long size() {
        return log.accepted() * fanOut - arrived;
    }

    /**
     * Waits until everything has arrived, or nothing has for so long, and completes the receiver's ledger.
     *
     * @return whether everything has
     */
    boolean awaitEmpty(Duration stalledFor) throws IOException, InterruptedException {
        long before = -1;
        long since = System.nanoTime();
        while (size() > 0 && System.nanoTime() - since < stalledFor.toNanos()) {
            if (arrived != before) {
                before = arrived;
                since = System.nanoTime();
            }
            Thread.sleep(LOOK_EVERY);
        }
        ask("/flush");
        return size() <= 0;
    }

    @Override
    public void close() {
        watch.interrupt();
        http.close();
    }

    private void watch() {
        try {
            while (true) {
                arrived = ask("/stats") - acceptedBefore;
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("the receiver does not answer", e);
        }
    }

    private long ask(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(control.resolve(path)).build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return JSON.readTree(answer.body()).path("accepted").asLong();
    }
}
