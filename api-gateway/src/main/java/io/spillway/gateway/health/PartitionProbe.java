package io.spillway.gateway.health;

import io.spillway.gateway.request.Outbox;
import io.spillway.gateway.request.Pending;
import io.spillway.gateway.request.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Asks the task of every partition every few seconds whether it moves: not its state counts, but that it answers. */
public final class PartitionProbe implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(3);
    private static final Duration STALLED = Duration.ofSeconds(30);
    private static final Duration RECENT = Duration.ofSeconds(10);

    private final Requests requests;
    private final Outbox outbox;
    private final AtomicLongArray answered;
    private final AtomicLongArray ever;
    private final LongSupplier clock;
    private final Thread thread;

    /** Begins to ask at once. */
    public static PartitionProbe start(Requests requests, Outbox outbox) {
        return start(requests, outbox, System::nanoTime);
    }

    static PartitionProbe start(Requests requests, Outbox outbox, LongSupplier clock) {
        var probe = new PartitionProbe(requests, outbox, clock);
        probe.thread.start();
        return probe;
    }

    private PartitionProbe(Requests requests, Outbox outbox, LongSupplier clock) {
        this.requests = requests;
        this.outbox = outbox;
        this.clock = clock;
        this.answered = new AtomicLongArray(outbox.partitions());
        this.ever = new AtomicLongArray(outbox.partitions());
        this.thread = Thread.ofVirtual().name("partition-probe").unstarted(this::run);
        var now = clock.getAsLong();
        IntStream.range(0, answered.length()).forEach(partition -> answered.set(partition, now));
    }

    /**
     * Failed when a partition that has answered before has been silent for 30 s; one that restores is not stalled.
     *
     * @param ours those that this process is to be replaced for: the fault of another node is not mended by that
     */
    public HealthCheck progress(Supplier<Set<Integer>> ours) {
        return check("partitions", () -> {
            var mine = ours.get();
            return silentFor(STALLED).stream()
                    .filter(partition -> ever.get(partition) == 1 && mine.contains(partition))
                    .toList();
        });
    }

    /** Failed until every partition has answered, and when one has not for 10 s. */
    public HealthCheck owned() {
        return check("partitions", () -> {
            var missing = new ArrayList<>(silentFor(RECENT));
            IntStream.range(0, ever.length())
                    .filter(partition -> ever.get(partition) == 0 && !missing.contains(partition))
                    .forEach(missing::add);
            return missing;
        });
    }

    private static HealthCheck check(String name, Supplier<List<Integer>> silent) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Status check() {
                var partitions = silent.get();
                return partitions.isEmpty()
                        ? new Status.Healthy()
                        : new Status.Failed("no answer from the tenant task of partition " + partitions);
            }
        };
    }

    private List<Integer> silentFor(Duration time) {
        var now = clock.getAsLong();
        return IntStream.range(0, answered.length())
                .filter(partition -> now - answered.get(partition) > time.toNanos())
                .boxed()
                .toList();
    }

    private void run() {
        try {
            var before = List.<Pending>of();
            while (!Thread.currentThread().isInterrupted()) {
                var asked = IntStream.range(0, answered.length())
                        .mapToObj(this::ask)
                        .toList();
                before.forEach(Pending::close);
                before = asked;
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Pending ask(int partition) {
        var pending = requests.open();
        pending.whenAnswered(() -> {
            answered.set(partition, clock.getAsLong());
            ever.set(partition, 1);
        });
        // A probe that could not be stored shows as silence.
        var unused = outbox.probe(partition, pending.ticket());
        return pending;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
