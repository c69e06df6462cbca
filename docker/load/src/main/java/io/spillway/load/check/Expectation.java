package io.spillway.load.check;

import io.spillway.load.Arrival;
import io.spillway.load.Journal;
import io.spillway.load.Workload;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Every pair of event and destination of a journal, and what has arrived for it. */
final class Expectation {

    private static final int LAST_TOLD_APART = 62;
    private static final long ACCEPTED = 1L << 63;

    private final Workload workload;
    private final Workload.Rendering rendering;
    private final Map<String, Integer> destinations = new HashMap<>();
    private final int events;
    /** Latest event of which a first attempt has arrived, by tenant times fan-out plus destination. */
    private final long[] latest;

    // Indexed by pair: event times fan-out plus destination.
    private final long[] firstAt;
    private final long[] attempts;

    private long duplicates;
    private long inversions;
    private long misrouted;
    private long altered;
    private long badSignatures;

    Expectation(Journal journal) {
        workload = journal.workload();
        rendering = workload.rendering();
        events = journal.events().size();
        firstAt = new long[events * workload.fanOut()];
        attempts = new long[firstAt.length];
        latest = new long[workload.tenants() * workload.fanOut()];
        for (int tenant = 0; tenant < workload.tenants(); tenant++) {
            for (int destination = 0; destination < workload.fanOut(); destination++) {
                destinations.put(workload.path(tenant, destination), tenant * workload.fanOut() + destination);
            }
        }
    }

    /** Takes one line of the ledger; those of other runs are passed over. */
    void arrived(Arrival arrival) {
        var number = workload.sequence(arrival.event());
        if (number.isEmpty()) {
            return;
        }
        long event = number.getAsLong();
        int destination = destinations.getOrDefault(arrival.path(), -1);
        if (event >= events || destination < 0 || destination / workload.fanOut() != workload.tenantOf(event)) {
            misrouted++;
            return;
        }
        note(Math.toIntExact(event * workload.fanOut() + destination % workload.fanOut()), arrival);
        check(event, arrival);
        if (arrival.attempt() <= 1) {
            inversions += event < latest[destination] ? 1 : 0;
            latest[destination] = Math.max(latest[destination], event);
        }
    }

    /** When the first request for this pair arrived, in nanoseconds since 1970; 0 where none did. */
    long firstAt(int event, int destination) {
        return firstAt[event * workload.fanOut() + destination];
    }

    /** Whether the receiver has accepted this pair at least once. */
    boolean accepted(int event, int destination) {
        return (attempts[event * workload.fanOut() + destination] & ACCEPTED) != 0;
    }

    long duplicates() {
        return duplicates;
    }

    long inversions() {
        return inversions;
    }

    Findings.Faults faults() {
        return new Findings.Faults(misrouted, altered, badSignatures);
    }

    private void note(int pair, Arrival arrival) {
        long attempt = 1L << Math.clamp(arrival.attempt(), 0, LAST_TOLD_APART);
        if ((attempts[pair] & (attempt | ACCEPTED)) != 0) {
            duplicates++;
        }
        if (firstAt[pair] == 0) {
            firstAt[pair] = arrival.at();
        }
        attempts[pair] |= attempt | (arrival.answer() / 100 == 2 ? ACCEPTED : 0);
    }

    private void check(long event, Arrival arrival) {
        if (arrival.signature() == Arrival.Signature.BAD) {
            badSignatures++;
        }
        if (arrival.digest().isPresent() && !arrival.digest().get().equals(digest(rendering.data(event)))) {
            altered++;
        }
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
