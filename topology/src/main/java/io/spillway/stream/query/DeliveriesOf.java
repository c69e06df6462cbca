package io.spillway.stream.query;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventEntry;
import io.spillway.domain.EventEntry.Skip;
import io.spillway.domain.Subscription;
import io.spillway.stream.Keys;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The deliveries of events: those that were begun, those that replays made, and those that were skipped.
 *
 * @param destinations to which; empty: to any
 */
record DeliveriesOf(PartitionStores stores, Set<DestinationId> destinations) {

    Stream<DeliveryEntry> event(EventEntry entry) {
        var event = entry.event();
        var first = entry.matched().stream()
                .filter(this::isWanted)
                .map(to -> DeliveryId.of(event.tenant(), event.id(), to));
        var again = entry.replayed().stream()
                .filter(one -> isWanted(one.destination()))
                .map(one -> DeliveryId.of(event.tenant(), event.id(), one.destination(), one.replay()));
        var begun = Stream.concat(first, again)
                .flatMap(id -> Optional.ofNullable(stores.deliveries().get(Keys.of(event.tenant(), id))).stream());
        var skipped = entry.skipped().stream()
                .filter(skip -> !entry.matched().contains(skip.destination()))
                .filter(skip -> isWanted(skip.destination()))
                .map(skip -> skipped(entry, skip));
        return Stream.concat(begun, skipped);
    }

    private boolean isWanted(DestinationId destination) {
        return destinations.isEmpty() || destinations.contains(destination);
    }

    private DeliveryEntry skipped(EventEntry entry, Skip skip) {
        var event = entry.event();
        var type = Optional.ofNullable(stores.subscriptions().get(Keys.of(event.tenant(), skip.destination())))
                .map(Subscription::type)
                .orElse("");
        var id = DeliveryId.of(event.tenant(), event.id(), skip.destination());
        var ref = new DeliveryRef(id, event.tenant(), event.id(), event.topic(), skip.destination(), type);
        return DeliveryEntry.skipped(ref, skip.reason(), entry.receivedAt());
    }
}
