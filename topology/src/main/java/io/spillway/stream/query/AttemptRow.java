package io.spillway.stream.query;

import io.spillway.domain.AttemptId;
import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryRef;

/** An attempt and the delivery it belongs to. */
public record AttemptRow(DeliveryRef delivery, DeliveryEntry.Tried tried) {

    public AttemptId id() {
        return new AttemptId(delivery.id(), tried.number());
    }

    public Scan.Position position() {
        return new Scan.Position(tried.time(), delivery.tenant().value() + '\0' + id());
    }
}
