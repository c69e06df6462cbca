package io.spillway.stream.query;

import io.spillway.domain.Job;
import io.spillway.domain.TenantId;
import io.spillway.stream.Keys;
import io.spillway.stream.query.Criteria.Period;
import io.spillway.stream.query.Scan.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** A store whose keys are tenant, time and id, walked in the order of time. */
record TimeIndex<V>(ReadOnlyKeyValueStore<Bytes, V> store) {

    private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final Scan EVERYTHING = new Scan(Integer.MAX_VALUE, false, Optional.empty());

    /** An entry of the index. */
    record Entry<V>(Instant time, String id, V value) {}

    /**
     * The first rows of a tenant that a walk meets.
     *
     * @param rows what an entry stands for, filtered; all at the entry's time
     */
    <R> List<R> walk(
            TenantId tenant,
            Period period,
            Scan scan,
            Function<Entry<V>, Stream<R>> rows,
            Function<R, Position> position) {
        var found = new ArrayList<R>();
        try (var entries = entries(tenant, period, scan)) {
            while (entries.hasNext() && found.size() < scan.limit()) {
                var next = entries.next();
                found.addAll(scan.page(rows.apply(entry(next, tenant)), position));
            }
        }
        return found;
    }

    /** Meets all entries of a tenant within a period, in the order of time. */
    void each(TenantId tenant, Period period, Consumer<Entry<V>> met) {
        try (var entries = entries(tenant, period, EVERYTHING)) {
            entries.forEachRemaining(next -> met.accept(entry(next, tenant)));
        }
    }

    /** Walks a tenant's entries within a period, behind a place, in the order of time. */
    KeyValueIterator<Bytes, V> behind(TenantId tenant, Period period, Optional<Job.Mark> place) {
        var first = place.map(mark -> Keys.timed(tenant, mark.time(), mark.id() + '\0'))
                .orElseGet(() -> Keys.timed(tenant, period.from().orElse(EARLIEST), ""));
        return store.range(first, Keys.timed(tenant, period.until().orElse(LATEST), ""));
    }

    static <V> Entry<V> entry(KeyValue<Bytes, V> next, TenantId tenant) {
        return new Entry<>(Keys.timeIn(next.key, tenant), Keys.idIn(next.key, tenant), next.value);
    }

    private KeyValueIterator<Bytes, V> entries(TenantId tenant, Period period, Scan scan) {
        var from = period.from().orElse(EARLIEST);
        var until = period.until().orElse(LATEST);
        if (scan.after().isPresent()) {
            var start = scan.after().get().time();
            if (scan.descending()) {
                until = earlier(until, start.plusMillis(1));
            } else {
                from = start.isAfter(from) ? start : from;
            }
        }
        var first = Keys.timed(tenant, from, "");
        var last = Keys.timed(tenant, until, "");
        return scan.descending() ? store.reverseRange(first, last) : store.range(first, last);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
