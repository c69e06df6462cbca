package io.spillway.load.check;

import java.time.Duration;
import java.util.Locale;

/**
 * What the join of journal and ledger says. Numbers of deliveries are distinct pairs of event and destination, over the whole
 * run; rates and latencies are of the measured phase alone.
 *
 * @param sent events that were sent
 * @param refused events without a 202; they may have been delivered or not
 * @param unnamed events with a 202 that did not name as many destinations as there are
 * @param expected deliveries that were promised
 * @param ends what became of them
 * @param duplicates requests that repeat an attempt or follow an accepted one
 * @param inversions first attempts at a destination before which a later event's had arrived
 * @param faults what must never happen
 * @param backlog from the end of sending to the arrival of the last delivery
 * @param acknowledge from the intended time to the answer
 * @param deliver from the intended time to the first request at the receiver
 */
public record Findings(
        long sent,
        long refused,
        long unnamed,
        long expected,
        Ends ends,
        long duplicates,
        long inversions,
        Faults faults,
        double acksPerSecond,
        double deliveriesPerSecond,
        Duration backlog,
        Latency acknowledge,
        Latency deliver) {

    /**
     * What became of the promised deliveries; all but the last as Spillway itself says, where it was asked.
     *
     * @param delivered the receiver accepted it at least once, whatever Spillway says
     * @param dead will not be tried again
     * @param cancelled was given up without a call
     * @param scheduled will be tried again
     * @param unrecorded delivered, but Spillway does not say so
     */
    public record Ends(long delivered, long dead, long cancelled, long scheduled, long unrecorded) {

        long sum() {
            return delivered + dead + cancelled + scheduled;
        }
    }

    /**
     * What must never happen.
     *
     * @param misrouted requests at a destination that the event does not belong to, or for an event that nobody sent
     * @param altered bodies that are not the published bytes, among the digested ones
     * @param badSignatures among the checked ones
     */
    public record Faults(long misrouted, long altered, long badSignatures) {

        long sum() {
            return misrouted + altered + badSignatures;
        }
    }

    public long delivered() {
        return ends.delivered();
    }

    /** What nobody vouches for: matched is delivered, dead, cancelled or still scheduled. */
    public long lost() {
        return expected - ends.sum();
    }

    /** Whether every promised delivery has ended, and is recorded so. */
    public boolean settled() {
        return lost() + ends.scheduled() + ends.unrecorded() == 0;
    }

    /** Whether everything that was promised is accounted for, and what arrived is unaltered and where it belongs. */
    public boolean lawHolds() {
        return lost() == 0 && faults.sum() == 0;
    }

    /** One line. */
    public String verdict() {
        return String.format(
                Locale.ROOT,
                "%s: %d sent, %d refused, %d of %d delivered, %d dead, %d cancelled, %d scheduled, %d lost,"
                        + " %d duplicates, %d inversions, %d misrouted, %d altered, %d bad signatures",
                lawHolds() ? "LAW HOLDS" : "LAW BROKEN",
                sent,
                refused,
                ends.delivered(),
                expected,
                ends.dead(),
                ends.cancelled(),
                ends.scheduled(),
                lost(),
                duplicates,
                inversions,
                faults.misrouted(),
                faults.altered(),
                faults.badSignatures());
    }
}
