package io.spillway.stream.expire;

import io.spillway.domain.EventEntry;
import io.spillway.domain.Report;
import io.spillway.domain.TenantId;
import io.spillway.stream.Keys;
import io.spillway.stream.Stores;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * In which hours rows of a tenant came, and where in the indexes by time they stand. One row for a tenant and hour: what
 * has expired is found by the hour, without a look at anything else, and costs next to nothing while it comes. Rows of a
 * tenant that has a shorter retention are noted as if they had come earlier by what it is shorter.
 */
public final class Hours {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final int REMEMBERED = 50_000;
    /** Between these all rows stand in the lists by time: events of other times are not taken. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final KeyValueStore<Bytes, byte[]> store;
    private final Retentions retentions;
    private final Set<Bytes> noted = new HashSet<>();

    public Hours(ProcessingContext context, Retentions retentions) {
        store = context.getStateStore(Stores.EXPIRIES);
        this.retentions = retentions;
    }

    /**
     * A tenant's hour.
     *
     * @param number of the hour, less what the tenant's retention was shorter when it was noted
     * @param from the key in the index by time from which on rows of this hour may stand
     * @param latest the last time at which one may
     */
    record Hour(Kind kind, long number, TenantId tenant, Bytes from, Instant latest) {

        Bytes until() {
            return Keys.timed(tenant, latest.plusMillis(1), "");
        }

        /** What is left of it behind this key. */
        Hour behind(Bytes key) {
            var next = ByteBuffer.allocate(key.get().length + 1).put(key.get());
            return new Hour(kind, number, tenant, new Bytes(next.array()), latest);
        }
    }

    /** An event is put into the index: it came when the broker took it, and stands there by its own time. */
    public void note(EventEntry entry) {
        note(
                Kind.EVENTS,
                entry.event().tenant(),
                entry.receivedAt(),
                entry.event().time());
    }

    /** An attempt is put into the index. */
    public void note(Report.Attempt attempt) {
        note(Kind.ATTEMPTS, attempt.delivery().tenant(), attempt.time(), attempt.time());
    }

    void note(Kind kind, TenantId tenant, Instant came, Instant listed) {
        var hour = number(came);
        var known = key(kind, hour, tenant);
        if (number(listed) == hour && noted.contains(known)) {
            return;
        }
        var number = hour - sooner(kind, tenant);
        var key = key(kind, number, tenant);
        var begins = Instant.ofEpochMilli(hour * HOUR);
        // All of this hour, since it is noted once. What is there already may be of another, noted for another
        // retention.
        var from = Stream.of(begins, listed).map(time -> Keys.timed(tenant, time, ""));
        var latest = Stream.of(begins.plusMillis(HOUR - 1), listed);
        var before = Optional.ofNullable(store.get(key)).map(row -> read(key, row));
        put(new Hour(
                kind,
                number,
                tenant,
                Stream.concat(from, before.map(Hour::from).stream())
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                Stream.concat(latest, before.map(Hour::latest).stream())
                        .max(Comparator.naturalOrder())
                        .orElseThrow()));
        if (noted.size() == REMEMBERED) {
            noted.clear();
        }
        noted.add(known);
    }

    /** A tenant's retention has become another: all of its rows are looked at now, and noted again by that. */
    public void noteAll(TenantId tenant, Instant now) {
        noted.clear();
        for (var kind : Kind.values()) {
            var due = number(now.minus(retentions.everybodys().of(kind))) - 1;
            put(new Hour(kind, due, tenant, Keys.timed(tenant, EARLIEST, ""), LATEST));
        }
    }

    /** How many hours before everybody's what came in an hour of the tenant expires. */
    private long sooner(Kind kind, TenantId tenant) {
        return retentions
                .everybodys()
                .of(kind)
                .minus(retentions.of(tenant).of(kind))
                .toHours();
    }

    private static long number(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), HOUR);
    }

    boolean isEmpty() {
        try (var all = store.range(key(Kind.EVENTS, 0), key(Kind.ATTEMPTS, Long.MAX_VALUE))) {
            return !all.hasNext();
        }
    }

    /** The oldest hour that had ended by then. */
    Optional<Hour> first(Kind kind, Instant ended) {
        var last = number(ended) - 1;
        try (var hours = store.range(key(kind, 0), key(kind, Math.max(0, last + 1)))) {
            return hours.hasNext() ? Optional.of(hours.next()).map(row -> read(row.key, row.value)) : Optional.empty();
        }
    }

    void put(Hour hour) {
        var from = hour.from().get();
        var row = ByteBuffer.allocate(Long.BYTES + from.length)
                .putLong(hour.latest().toEpochMilli())
                .put(from);
        store.put(key(hour.kind(), hour.number(), hour.tenant()), row.array());
    }

    void remove(Hour hour) {
        noted.remove(key(hour.kind(), hour.number() + sooner(hour.kind(), hour.tenant()), hour.tenant()));
        store.delete(key(hour.kind(), hour.number(), hour.tenant()));
    }

    private static Hour read(Bytes key, byte[] row) {
        var head = ByteBuffer.wrap(key.get());
        var kind = head.get() == Kind.EVENTS.code() ? Kind.EVENTS : Kind.ATTEMPTS;
        var number = head.getLong();
        var tenant = new TenantId(StandardCharsets.UTF_8.decode(head).toString());
        var rest = ByteBuffer.wrap(row);
        var latest = Instant.ofEpochMilli(rest.getLong());
        var from = new byte[rest.remaining()];
        rest.get(from);
        return new Hour(kind, number, tenant, new Bytes(from), latest);
    }

    private static Bytes key(Kind kind, long number, TenantId tenant) {
        var id = tenant.value().getBytes(StandardCharsets.UTF_8);
        return new Bytes(ByteBuffer.allocate(1 + Long.BYTES + id.length)
                .put(kind.code())
                .putLong(number)
                .put(id)
                .array());
    }

    /** What all keys of an hour begin with. */
    private static Bytes key(Kind kind, long number) {
        return new Bytes(ByteBuffer.allocate(1 + Long.BYTES)
                .put(kind.code())
                .putLong(number)
                .array());
    }
}
