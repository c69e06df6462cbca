package io.spillway.load.faults;

import io.spillway.load.Workload;
import io.spillway.load.process.Api;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/** Asks where deliveries stand, so many times a second, tenant by tenant, and notes the answers. */
final class Queries implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Api api;
    private final Workload workload;
    private final ConcurrentHistogram answered = new ConcurrentHistogram(LONGEST.toNanos(), 3);
    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
    private final LongAdder others = new LongAdder();
    private final Thread thread;

    private Queries(Api api, Workload workload, int perSecond) {
        this.api = api;
        this.workload = workload;
        thread = Thread.ofVirtual().name("queries").unstarted(() -> run(perSecond));
    }

    static Queries start(Api api, Workload workload, int perSecond) {
        var queries = new Queries(api, workload, perSecond);
        queries.thread.start();
        return queries;
    }

    /** Status → how often; 503 without {@code Retry-After} and no answer are told apart. */
    Map<String, Long> counts() {
        var sums = new TreeMap<String, Long>();
        counts.forEach((status, count) -> sums.put(status, count.sum()));
        return sums;
    }

    /** Neither a 200 nor a 503 that says when to come again. */
    long others() {
        return others.sum();
    }

    /** Of the 200s. */
    Duration p99() {
        return Duration.ofNanos(answered.getValueAtPercentile(99));
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run(int perSecond) {
        long due = System.nanoTime();
        for (int number = 0; !Thread.currentThread().isInterrupted(); number++) {
            int tenant = number % workload.tenants();
            long from = due;
            Thread.ofVirtual().start(() -> ask(workload.tenant(tenant), from));
            due += 1_000_000_000L / perSecond;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private void ask(String tenant, long from) {
        try {
            var answer = api.ask("GET", "/api/v1/deliveries?limit=10&tenant_id=" + tenant, Map.of());
            if (answer.status() == 200) {
                answered.recordValue(Math.min(System.nanoTime() - from, LONGEST.toNanos()));
                count("200");
            } else if (answer.status() == 503 && answer.retryAfter().isPresent()) {
                count("503");
            } else {
                others.increment();
                count(answer.status() + (answer.status() == 503 ? " without Retry-After" : ""));
            }
        } catch (IOException e) {
            others.increment();
            count("none");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count(String answer) {
        counts.computeIfAbsent(answer, one -> new LongAdder()).increment();
    }
}
