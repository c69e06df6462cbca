package io.spillway.destination;

import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.Outcome;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Sealed;
import io.spillway.domain.Target;
import io.spillway.domain.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Deliveries for tests of destination types. */
public final class Samples {

    public static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    /** Enough for whatever ends by itself, on any machine. */
    public static final Attempting ATTEMPTING = new Attempting(AT, Duration.ofMinutes(1));

    private static final Duration BRIEF = Duration.ofSeconds(1);
    public static final String BODY = "{\"order\":\"o-17\",\"total\":42.5,\"note\":\"café\"}";

    private Samples() {}

    /**
     * For what only the end of its time ends: with a second first, and with twice as much as before where that was too little
     * for anything to show.
     */
    public static Outcome attemptBriefly(Function<Attempting, Outcome> attempt, Predicate<Outcome> shows) {
        for (var time = BRIEF; ; time = time.multipliedBy(2)) {
            var outcome = attempt.apply(new Attempting(AT, time));
            if (shows.test(outcome) || time.compareTo(ATTEMPTING.timeout()) > 0) {
                return outcome;
            }
        }
    }

    public static Form webhookForm() {
        return FormFiles.read(Form.class, "webhook", Map.of());
    }

    public static Delivery delivery() {
        return delivery(BODY, Map.of());
    }

    public static Delivery delivery(String data, Map<String, String> metadata) {
        var event = new Event(
                new TenantId("acme"),
                new EventId("evt_1"),
                Optional.of("order.paid"),
                AT,
                metadata,
                true,
                Optional.empty(),
                new Data.Inline(data.getBytes(StandardCharsets.UTF_8)));
        var target = new Target(new DestinationId("des_1"), 1, 1, "any", new Sealed("k", new byte[0]));
        return Delivery.first(event, new RecordAt("spillway.events", 0, 0), target);
    }
}
