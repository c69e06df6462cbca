package io.spillway.destination;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Sealed;
import io.spillway.domain.Target;
import io.spillway.domain.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A delivery for tests of couriers as a node finds them. */
public final class SampleDelivery {

    public static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private SampleDelivery() {}

    /** Of the event {@code evt_1} of the topic {@code order.paid}. */
    public static Delivery of(String data) {
        var event = new Event(
                new TenantId("acme"),
                new EventId("evt_1"),
                Optional.of("order.paid"),
                AT,
                Map.of(),
                true,
                Optional.empty(),
                new Data.Inline(data.getBytes(UTF_8)));
        var target = new Target(new DestinationId("des_1"), 1, 1, "any", new Sealed("k", new byte[0]));
        return Delivery.first(event, new RecordAt("spillway.events", 0, 0), target);
    }
}
