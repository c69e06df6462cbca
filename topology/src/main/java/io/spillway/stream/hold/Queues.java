package io.spillway.stream.hold;

import io.spillway.domain.DestinationKey;
import io.spillway.domain.HeldDelivery;
import io.spillway.domain.HeldQueue;
import io.spillway.domain.Place;
import io.spillway.stream.Keys;
import io.spillway.stream.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** The queues of a task's destinations, what is in them, and which of them are to be worked. */
public final class Queues {

    private final KeyValueStore<Bytes, HeldDelivery> held;
    private final KeyValueStore<Bytes, HeldQueue> queues;
    private final KeyValueStore<Bytes, DestinationKey> busy;

    public Queues(ProcessingContext context) {
        held = context.getStateStore(Stores.HELD);
        queues = context.getStateStore(Stores.QUEUES);
        busy = context.getStateStore(Stores.BUSY_QUEUES);
    }

    /** A held delivery and where it stands. */
    record Standing(Place place, HeldDelivery delivery) {}

    Optional<HeldQueue> of(DestinationKey key) {
        return Optional.ofNullable(queues.get(row(key)));
    }

    /** A queue that nothing is in and nothing waits for is none. */
    void put(DestinationKey key, HeldQueue queue) {
        if (queue.isEmpty() && queue.underWay().isEmpty()) {
            queues.delete(row(key));
        } else {
            queues.put(row(key), queue);
        }
    }

    /** @return whether it was not there yet */
    boolean add(DestinationKey key, Standing standing) {
        var row = row(key, standing);
        var before = held.get(row);
        held.put(row, standing.delivery());
        return before == null;
    }

    void remove(DestinationKey key, Standing standing) {
        held.delete(row(key, standing));
    }

    /** The first of a queue; none stands before {@code from}, so that what was removed there need not be passed again. */
    List<Standing> first(DestinationKey key, Place from, int atMost) {
        var found = new ArrayList<Standing>();
        try (var all = held.range(Keys.held(key, from, ""), Keys.heldEnd(key))) {
            while (found.size() < atMost && all.hasNext()) {
                var next = all.next();
                found.add(new Standing(Keys.placeIn(next.key, key), next.value));
            }
        }
        return found;
    }

    void busy(DestinationKey key, boolean isBusy) {
        if (isBusy) {
            busy.put(row(key), key);
        } else {
            busy.delete(row(key));
        }
    }

    /** Some of those that are to be worked. */
    List<DestinationKey> busy(int atMost) {
        var found = new ArrayList<DestinationKey>();
        try (var all = busy.all()) {
            while (found.size() < atMost && all.hasNext()) {
                found.add(all.next().value);
            }
        }
        return found;
    }

    private static Bytes row(DestinationKey key) {
        return Keys.of(key.tenant(), key.destination());
    }

    private static Bytes row(DestinationKey key, Standing standing) {
        return Keys.held(key, standing.place(), standing.delivery().delivery().value());
    }
}
