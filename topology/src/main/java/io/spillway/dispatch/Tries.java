package io.spillway.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is in flight and what was finished lately in one partition, so that records which the tenant task wrote again, after
 * a transaction of its was aborted, are not called again.
 *
 * <p>Age is counted in append times of the partition's records. Not safe for use by several threads.
 */
final class Tries {

    static final Duration KEPT = Duration.ofSeconds(60);
    static final int AT_MOST = 50_000;

    private final Set<Try> inFlight = new HashSet<>();
    private final Map<Try, Long> finished = new LinkedHashMap<>();

    /**
     * @param appended when the record was appended: an id may be used again when the index has forgotten it
     * @return false where the same is in flight or was finished lately
     */
    boolean begin(Try wanted, Instant appended) {
        var before = finished.get(wanted);
        var lately = before != null && before >= appended.minus(KEPT).toEpochMilli();
        return !lately && inFlight.add(wanted);
    }

    /** @param appended when the record was appended */
    void finish(Try done, Instant appended) {
        inFlight.remove(done);
        finished.put(done, appended.toEpochMilli());
        forgetBefore(appended.minus(KEPT));
    }

    int size() {
        return finished.size();
    }

    private void forgetBefore(Instant limit) {
        Iterator<Long> oldest = finished.values().iterator();
        while (oldest.hasNext() && (oldest.next() < limit.toEpochMilli() || finished.size() > AT_MOST)) {
            oldest.remove();
        }
    }
}
