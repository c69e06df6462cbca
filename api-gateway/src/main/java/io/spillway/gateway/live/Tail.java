package io.spillway.gateway.live;

import io.spillway.domain.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is written from now on, once for all who follow, on a thread of its own; only the spots that somebody follows are
 * read.
 */
final class Tail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration BREATH = Duration.ofSeconds(1);
    /** Those who follow all tenants. */
    private static final String EVERYBODY = "";

    private final Lens lens;
    private final Consumer<byte[], byte[]> consumer;
    private final Duration patience;
    private final BlockingQueue<Runnable> errands = new LinkedBlockingQueue<>();
    private final Map<String, List<Subscriber>> subscribers = new HashMap<>();
    private final Set<Spot> spots = new HashSet<>();
    private final Thread thread;
    private volatile Map<Spot, Long> here = Map.of();
    private volatile boolean closing;

    /**
     * Begins to read.
     *
     * @param consumer becomes this one's own
     * @param patience how long the broker may take to say where it stands
     */
    Tail(Lens lens, Consumer<byte[], byte[]> consumer, Duration patience) {
        this.lens = lens;
        this.consumer = consumer;
        this.patience = patience;
        this.thread = Thread.ofPlatform().name("live").daemon().start(this::run);
    }

    /** Where it stands at the spots that are followed: all that was written before was offered. */
    Map<Spot, Long> here() {
        return here;
    }

    /** Has all that comes from some place on offered to somebody, and says which place that is. */
    CompletableFuture<Map<Spot, Long>> join(Subscriber subscriber) {
        var joined = new CompletableFuture<Map<Spot, Long>>();
        errands.add(() -> {
            try {
                joined.complete(begin(subscriber));
            } catch (RuntimeException e) {
                end(subscriber);
                joined.completeExceptionally(e);
            }
        });
        return joined;
    }

    void leave(Subscriber subscriber) {
        errands.add(() -> end(subscriber));
    }

    @Override
    public void close() {
        errands.add(() -> closing = true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            while (!closing) {
                turn();
            }
        }
    }

    private void turn() {
        try {
            runErrands();
            if (!spots.isEmpty()) {
                var records = consumer.poll(POLL);
                Lens.inOrder(records).forEach(this::offer);
                here = positions(spots);
            }
        } catch (KafkaException e) { // a broker that is away is waited for: nothing is lost by that
            LOG.warn("Changes cannot be read at the moment: {}", e.toString());
            breathe();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    private void runErrands() throws InterruptedException {
        var errand = spots.isEmpty() ? errands.take() : errands.poll();
        while (errand != null) {
            errand.run();
            errand = errands.poll();
        }
    }

    private static void breathe() {
        try {
            Thread.sleep(BREATH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<Spot, Long> begin(Subscriber subscriber) {
        names(subscriber)
                .forEach(name -> subscribers
                        .computeIfAbsent(name, _ -> new ArrayList<>())
                        .add(subscriber));
        var its = subscriber.interest().spots(lens.partitions());
        assign();
        var from = positions(its);
        here = positions(spots);
        return from;
    }

    private void end(Subscriber subscriber) {
        subscribers.values().forEach(all -> all.remove(subscriber));
        subscribers.values().removeIf(List::isEmpty);
        assign();
    }

    private static Stream<String> names(Subscriber subscriber) {
        var tenants = subscriber.interest().tenants();
        return tenants.isEmpty() ? Stream.of(EVERYBODY) : tenants.stream().map(TenantId::value);
    }

    private Collection<Subscriber> all() {
        return subscribers.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    }

    /** Reads on where it reads already, and at new spots what is written from now on. */
    private void assign() {
        var wanted = all().stream()
                .flatMap(subscriber -> subscriber.interest().spots(lens.partitions()).stream())
                .collect(Collectors.toSet());
        if (wanted.equals(spots)) {
            return;
        }
        var added = wanted.stream().filter(spot -> !spots.contains(spot)).collect(Collectors.toSet());
        spots.clear();
        spots.addAll(wanted);
        consumer.assign(lens.partitions(spots));
        if (!added.isEmpty()) {
            consumer.seekToEnd(lens.partitions(added));
        }
    }

    private Map<Spot, Long> positions(Set<Spot> of) {
        return of.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), spot -> consumer.position(lens.partition(spot), patience)));
    }

    private void offer(ConsumerRecord<byte[], byte[]> record) {
        lens.see(record, tenant -> subscribers.containsKey(tenant) || subscribers.containsKey(EVERYBODY))
                .ifPresent(seen -> {
                    offer(seen, seen.change().tenant().value());
                    offer(seen, EVERYBODY);
                });
    }

    private void offer(Seen seen, String name) {
        subscribers.getOrDefault(name, List.of()).forEach(subscriber -> subscriber.offer(seen));
    }
}
