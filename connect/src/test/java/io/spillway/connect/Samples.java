package io.spillway.connect;

import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.Sealed;
import io.spillway.domain.Target;
import io.spillway.domain.TenantId;
import io.spillway.domain.Timings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What Spillway writes. */
final class Samples {

    static final Instant AT = Instant.parse("2026-11-21T23:59:59.999Z");
    static final String DATA = "{\"the\":\"payload\"}";
    static final RecordAt ORIGIN = new RecordAt("spillway.events", 3, 17);
    static final Event EVENT = new Event(
            new TenantId("acme"),
            new EventId("evt-1"),
            Optional.of("order.paid"),
            AT,
            Map.of("a", "b"),
            true,
            Optional.empty(),
            new Data.Inline(DATA.getBytes(StandardCharsets.UTF_8)));

    private Samples() {}

    static Delivery delivery() {
        var settings = new Sealed("k1", "sealed secret".getBytes(StandardCharsets.UTF_8));
        return Delivery.first(EVENT, ORIGIN, new Target(new DestinationId("orders"), 1, 4, "webhook", settings));
    }

    /** A failed attempt, which carries its delivery. */
    static Report.Attempt failed() {
        var response = new Response("503", "{\"status\":503,\"headers\":{\"retry-after\":\"7\"},\"body\":\"no\0pe\"}");
        var outcome = new Outcome.Failed(
                Failure.STATUS,
                "the endpoint answered 503",
                Optional.of(response),
                Optional.of(Duration.ofSeconds(7)),
                new Timings(
                        Optional.of(Duration.ofMillis(1)),
                        Optional.of(Duration.ofMillis(2)),
                        Optional.empty(),
                        Optional.of(Duration.ofNanos(3_400_000))));
        return new Report.Attempt(
                delivery().ref(),
                2,
                true,
                AT,
                Duration.ofMillis(12),
                outcome,
                Optional.of(delivery()),
                Optional.of("call-1"),
                Optional.empty());
    }
}
