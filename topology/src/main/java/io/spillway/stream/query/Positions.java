package io.spillway.stream.query;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.EventEntry;
import io.spillway.domain.Job;
import io.spillway.domain.Tenant;
import io.spillway.stream.query.Scan.Position;
import java.time.temporal.ChronoUnit;

/** Where rows stand in their lists; the ties sort as the keys of the stores do. */
public final class Positions {

    private Positions() {}

    public static Position of(Tenant tenant) {
        return new Position(
                tenant.createdAt().truncatedTo(ChronoUnit.MILLIS), tenant.id().value());
    }

    public static Position of(EventEntry entry) {
        var event = entry.event();
        return new Position(event.time(), event.tenant().value() + '\0' + event.id());
    }

    static Position of(EventEntry entry, DeliveryEntry delivery) {
        var event = of(entry);
        var ref = delivery.ref();
        var replay = ref.replay().map(one -> "\0" + one.replay()).orElse("");
        return new Position(event.time(), event.tie() + '\0' + ref.destination() + replay);
    }

    /** Of a dead letter, by the time of its death. */
    static Position ofLetter(DeliveryEntry letter) {
        var ref = letter.ref();
        return new Position(
                letter.diedAt().orElse(letter.updatedAt()), ref.tenant().value() + '\0' + ref.id());
    }

    public static Position of(Job job) {
        return new Position(
                job.createdAt().truncatedTo(ChronoUnit.MILLIS), job.tenant().value() + '\0' + job.id());
    }
}
