package io.spillway.stream.hold;

import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Failure;
import io.spillway.domain.HeldQueue;
import io.spillway.domain.HeldQueue.UnderWay;
import io.spillway.domain.HeldQueue.Voided;
import io.spillway.domain.Report;
import io.spillway.domain.Subscription;
import io.spillway.stream.Outbox;
import io.spillway.stream.Rows;
import io.spillway.stream.Ticking;
import io.spillway.stream.hold.Queues.Standing;
import java.time.Instant;
import java.util.Optional;

/**
 * Works queues of held deliveries from their heads on: emits or cancels, as their destinations are now. What is more than a
 * slice goes on when the clock ticks, after a restart too.
 */
public final class Release {

    /** How many deliveries are worked at a time, of all destinations of a task together. */
    private static final int SLICE = 500;

    private final Queues queues;
    private final Rows rows;
    private final Outbox outbox;
    private final Emission emission;
    private final Ticking ticking;

    public Release(Queues queues, Rows rows, Outbox outbox, Emission emission, Ticking ticking) {
        this.queues = queues;
        this.rows = rows;
        this.outbox = outbox;
        this.emission = emission;
        this.ticking = ticking;
    }

    /** Goes on with what a former task of this partition has not finished. */
    public void goOn() {
        if (!queues.busy(1).isEmpty()) {
            ticking.start(this::slice);
        }
    }

    /** Has a queue worked from the next tick on. */
    void begin(DestinationKey key, HeldQueue queue) {
        queues.put(key, queue);
        if (!queue.isEmpty()) {
            queues.busy(key, true);
            ticking.start(this::slice);
        }
    }

    /** Works a queue at once. */
    void next(DestinationKey key, HeldQueue queue, Instant now) {
        if (work(key, queue, SLICE, now)) {
            queues.busy(key, true);
            ticking.start(this::slice);
        }
    }

    private void slice(Instant now) {
        var busy = queues.busy(SLICE);
        for (var key : busy) {
            var goesOn = queues.of(key)
                    .filter(queue -> work(key, queue, Math.max(1, SLICE / busy.size()), now))
                    .isPresent();
            queues.busy(key, goesOn);
        }
        if (queues.busy(1).isEmpty()) {
            ticking.stop();
        }
    }

    /** @return whether there is more to do at once */
    private boolean work(DestinationKey key, HeldQueue from, int atMost, Instant now) {
        var row = rows.subscription(key)
                .orElseThrow(() -> new IllegalStateException("the row of a destination stays, even of a deleted one"));
        var queue = from;
        var left = atMost;
        while (left > 0 && !queue.isEmpty()) {
            for (var head : queues.first(key, queue.first(), together(row, queue, left))) {
                var voided = queue.voided().filter(what -> head.delivery().version() < what.version());
                if (voided.isEmpty() && isClosed(row, queue)) {
                    queues.put(key, queue);
                    return false;
                }
                var underWay = voided.isPresent() ? cancel(key, head, voided.get()) : emit(row, head, now);
                queues.remove(key, head);
                queue = queue.oneLess(head.place());
                if (underWay && row.policy().ordered()) {
                    queue = queue.waitingFor(
                            Optional.of(new UnderWay(head.delivery().delivery(), head.place())));
                }
                left--;
            }
        }
        queues.put(key, queue);
        return !queue.isEmpty();
    }

    /** Of an ordered destination one goes at a time: the others need not be read. */
    private static int together(Subscription row, HeldQueue queue, int left) {
        return row.policy().ordered() && queue.voided().isEmpty() ? 1 : left;
    }

    private static boolean isClosed(Subscription row, HeldQueue queue) {
        var mustWait = row.policy().ordered() && queue.underWay().isPresent();
        return mustWait || !row.state().delivers();
    }

    private boolean emit(Subscription row, Standing head, Instant now) {
        var held = head.delivery();
        var event = rows.event(row.tenant(), held.event());
        if (event.isEmpty()) {
            var expired = Optional.of(Failure.EVENT_EXPIRED.word());
            rows.delivery(row.tenant(), held.delivery())
                    .ifPresent(entry -> rows.put(entry.ended(DeliveryState.DEAD, expired, now)));
            return false;
        }
        return emission.emit(
                held.of(event.get().event(), row.target()), row.policy().ordered(), now);
    }

    /** As a report, so that everybody hears of it who hears of other cancellations. */
    private boolean cancel(DestinationKey key, Standing head, Voided why) {
        var held = head.delivery();
        rows.delivery(key.tenant(), held.delivery())
                .filter(entry -> !entry.isOver(held.attempt()))
                .ifPresent(entry -> outbox.send(
                        outbox.topics().attempts(),
                        key.tenant(),
                        new Report.Cancellation(entry.ref(), held.attempt(), why.reason(), why.at())));
        return false;
    }
}
