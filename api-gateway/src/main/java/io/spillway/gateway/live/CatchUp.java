package io.spillway.gateway.live;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads, for one who follows, what was written between a bookmark and where the tail takes over. For one thread. */
final class CatchUp implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    /** How many records may be left when the tail begins to collect what comes after them. */
    private static final long NEAR = 500;

    private final Lens lens;
    private final Consumer<byte[], byte[]> consumer;
    private final Interest interest;
    private final Set<Spot> spots;
    private final Predicate<String> tenants;
    private Map<Spot, Long> end = Map.of();

    /**
     * Some changes, in order.
     *
     * @param reached where it goes on behind them
     */
    record Batch(List<Seen> seen, Map<Spot, Long> reached) {}

    /** @param consumer becomes this one's own */
    CatchUp(Lens lens, Consumer<byte[], byte[]> consumer, Interest interest) {
        this.lens = lens;
        this.consumer = consumer;
        this.interest = interest;
        this.spots = interest.spots(lens.partitions());
        var names = interest.tenants().stream().map(Object::toString).collect(Collectors.toSet());
        this.tenants = name -> names.isEmpty() || names.contains(name);
    }

    /** Goes to a bookmark, or where that is no longer kept, to the first that is; says where that is. */
    Bookmark begin(Bookmark from) {
        var partitions = lens.partitions(spots);
        consumer.assign(partitions);
        var first = consumer.beginningOffsets(partitions);
        var last = consumer.endOffsets(partitions);
        var begun = new HashMap<Spot, Long>();
        for (var spot : spots) {
            var partition = lens.partition(spot);
            var kept = first.getOrDefault(partition, 0L);
            var next = from.next().getOrDefault(spot, kept);
            var isKept = next >= kept && next <= last.getOrDefault(partition, kept);
            begun.put(spot, isKept ? next : kept);
            consumer.seek(partition, isKept ? next : kept);
        }
        return new Bookmark(begun);
    }

    /** Whether so little is left that the tail may begin. */
    boolean isNear() {
        var last = consumer.endOffsets(lens.partitions(spots));
        return last.entrySet().stream()
                        .mapToLong(
                                partition -> Math.max(0, partition.getValue() - consumer.position(partition.getKey())))
                        .sum()
                <= NEAR;
    }

    /** Says where the tail takes over. */
    void endAt(Map<Spot, Long> places) {
        end = places;
    }

    boolean isDone() {
        return !end.isEmpty() && reached().equals(end);
    }

    /** The next ones; perhaps none. */
    Batch read() {
        var records = consumer.poll(POLL);
        var seen = Lens.inOrder(records).stream()
                .filter(this::isBeforeTheEnd)
                .flatMap(record -> lens.see(record, tenants).stream())
                .filter(one -> interest.covers(one.change()))
                .toList();
        return new Batch(seen, reached());
    }

    private boolean isBeforeTheEnd(ConsumerRecord<byte[], byte[]> record) {
        return record.offset() < end.getOrDefault(lens.spot(record), Long.MAX_VALUE);
    }

    private Map<Spot, Long> reached() {
        return spots.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        spot -> Math.min(
                                consumer.position(lens.partition(spot)), end.getOrDefault(spot, Long.MAX_VALUE))));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
