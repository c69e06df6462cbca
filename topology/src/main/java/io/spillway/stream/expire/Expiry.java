package io.spillway.stream.expire;

import io.spillway.domain.AttemptId;
import io.spillway.domain.Erasure;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.stream.Keys;
import io.spillway.stream.Outbox;
import io.spillway.stream.Ticking;
import io.spillway.stream.expire.Hours.Hour;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * Forgets rows whose retention has passed, hour by hour of their coming, a slice at a time. What has expired is told by the
 * time of the records, and nothing else depends on whether a row is gone by now: it is no duplicate any more either way.
 */
public final class Expiry {

    /** How many rows are looked at together. */
    private static final int SLICE = 500;

    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final Duration TELL_EVERY = Duration.ofHours(1);

    private final Hours hours;
    private final Index index;
    private final Retentions retentions;
    private final Outbox outbox;
    private final Ticking ticking;
    private Instant latest = Instant.EPOCH;
    private Instant lookAt = Instant.EPOCH;
    private Instant tellAt = Instant.EPOCH;

    public Expiry(Hours hours, Index index, Retentions retentions, Outbox outbox, Ticking ticking) {
        this.hours = hours;
        this.index = index;
        this.retentions = retentions;
        this.outbox = outbox;
        this.ticking = ticking;
    }

    /** A record came at this time: once a minute it is time to look for what has expired. */
    public void at(Instant now) {
        if (now.isBefore(lookAt)) {
            return;
        }
        if (latest.equals(Instant.EPOCH) && hours.isEmpty()) {
            noteAll(now);
        }
        latest = now;
        lookAt = now.plus(LOOK_EVERY);
        if (due(Kind.EVENTS).or(() -> due(Kind.ATTEMPTS)).isPresent()) {
            ticking.start(any -> slice());
        }
        if (!now.isBefore(tellAt)) {
            tellAt = now.plus(TELL_EVERY);
            retentions.owned().forEach((tenant, own) -> outbox.erase(Erasure.past(tenant, own, now)));
        }
    }

    /** Rows of a release that did not note their hours expire when those of this hour do. */
    private void noteAll(Instant now) {
        for (var tenant : index.tenants()) {
            for (var kind : Kind.values()) {
                hours.note(kind, tenant, now, Instant.EPOCH);
            }
        }
    }

    private Optional<Hour> due(Kind kind) {
        return hours.first(kind, latest.minus(retentions.everybodys().of(kind)));
    }

    private void slice() {
        var left = SLICE;
        for (var kind : Kind.values()) {
            for (var hour = due(kind); left > 0 && hour.isPresent(); hour = due(kind)) {
                left -= Math.max(1, work(hour.get(), left));
            }
        }
        if (left > 0) {
            ticking.stop();
        }
    }

    /** @return how many rows were looked at */
    private int work(Hour hour, int atMost) {
        var keys = index.listed(hour, atMost);
        for (var key : keys) {
            switch (hour.kind()) {
                case EVENTS -> event(hour.tenant(), key);
                case ATTEMPTS -> attempt(hour.tenant(), key);
            }
        }
        if (keys.size() < atMost) {
            hours.remove(hour);
        } else {
            hours.put(hour.behind(keys.getLast()));
        }
        return keys.size();
    }

    private void event(TenantId tenant, Bytes key) {
        var time = Keys.timeIn(key, tenant);
        var entry = index.event(tenant, new EventId(Keys.idIn(key, tenant)))
                .filter(row -> row.event().time().toEpochMilli() == time.toEpochMilli());
        if (entry.isEmpty()) {
            index.unlist(Kind.EVENTS, key);
        } else if (!retentions.of(tenant).hasPassed(entry.get(), latest)) {
            // It came later, or for a shorter retention, and will be met again with its own hour.
            hours.note(Kind.EVENTS, tenant, entry.get().receivedAt(), time);
        } else if (index.isUnderWay(entry.get())) {
            hours.note(Kind.EVENTS, tenant, latest, time); // later
        } else {
            index.forget(entry.get());
        }
    }

    private void attempt(TenantId tenant, Bytes key) {
        var retention = retentions.of(tenant);
        var time = Keys.timeIn(key, tenant);
        if (!retention.hasPassed(time, latest)) {
            hours.note(Kind.ATTEMPTS, tenant, time, time);
            return;
        }
        var delivery =
                index.delivery(tenant, AttemptId.parse(Keys.idIn(key, tenant)).delivery());
        var over = delivery.filter(entry -> retention.hasPassed(entry, latest));
        if (over.isPresent() && !over.get().state().ended()) {
            hours.note(Kind.ATTEMPTS, tenant, latest, time);
        } else {
            over.ifPresent(index::forget);
            index.unlist(Kind.ATTEMPTS, key);
        }
    }
}
