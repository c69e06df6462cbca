package io.spillway.load.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.load.Workload;
import io.spillway.load.process.Api;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Asks for an event, for deliveries and for all tenants, so many times a second, tenant by tenant, and holds the answers
 * against what is known to be there.
 */
final class Queries implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Api api;
    private final Workload known;
    private final ConcurrentHistogram answered = new ConcurrentHistogram(LONGEST.toNanos(), 3);
    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
    private final LongAdder others = new LongAdder();
    private final Thread thread;

    private Queries(Api api, Workload known, int perSecond) {
        this.api = api;
        this.known = known;
        thread = Thread.ofVirtual().name("queries").unstarted(() -> run(perSecond));
    }

    /** @param known whose first events, one for each tenant, are there already */
    static Queries start(Api api, Workload known, int perSecond) {
        var queries = new Queries(api, known, perSecond);
        queries.thread.start();
        return queries;
    }

    /** Answer → how often: 200, 200 from a copy, 503; a wrong 200, 503 without {@code Retry-After} and no answer are told apart. */
    Map<String, Long> counts() {
        var sums = new TreeMap<String, Long>();
        counts.forEach((status, count) -> sums.put(status, count.sum()));
        return sums;
    }

    /** Neither a 200 that is right nor a 503 that says when to come again. */
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
            var question = question(number % known.tenants(), number / known.tenants() % 3);
            long from = due;
            Thread.ofVirtual().start(() -> ask(question, from));
            due += 1_000_000_000L / perSecond;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private record Question(String path, Predicate<JsonNode> right) {}

    private Question question(int number, int kind) {
        var tenant = known.tenant(number);
        var event = known.eventId(number);
        return switch (kind) {
            case 0 ->
                new Question(
                        "/api/v1/events/" + event + "?tenant_id=" + tenant,
                        answer -> answer.at("/id").asText().equals(event)
                                && answer.at("/tenant_id").asText().equals(tenant));
            case 1 ->
                new Question(
                        "/api/v1/deliveries?limit=10&tenant_id=" + tenant,
                        answer -> !answer.at("/models").isEmpty()
                                && answer.at("/models")
                                        .valueStream()
                                        .allMatch(delivery -> delivery.at("/tenant_id")
                                                .asText()
                                                .equals(tenant)));
            default ->
                new Question(
                        "/api/v1/tenants?limit=100",
                        answer -> answer.at("/models").size() == known.tenants());
        };
    }

    private void ask(Question question, long from) {
        try {
            var answer = api.ask("GET", question.path(), Map.of());
            if (answer.status() == 200 && question.right().test(answer.json())) {
                answered.recordValue(Math.min(System.nanoTime() - from, LONGEST.toNanos()));
                count(answer.stale() ? "200 from a copy" : "200");
            } else if (answer.status() == 503 && answer.retryAfter().isPresent()) {
                count("503");
            } else {
                others.increment();
                count(described(answer, question));
            }
        } catch (IOException e) {
            others.increment();
            count("none");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String described(Api.Answer answer, Question question) {
        return switch (answer.status()) {
            case 200 -> "wrong 200 to " + question.path();
            case 503 -> "503 without Retry-After";
            default -> Integer.toString(answer.status());
        };
    }

    private void count(String answer) {
        counts.computeIfAbsent(answer, one -> new LongAdder()).increment();
    }
}
