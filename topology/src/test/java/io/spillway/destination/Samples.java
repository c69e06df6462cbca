package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;

/** Deliveries for tests of destination types. */
public final class Samples {

    public static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    /** Enough for whatever ends by itself, on any machine. */
    public static final Attempting ATTEMPTING = new Attempting(AT, Duration.ofMinutes(1));

    private static final Duration BRIEF = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int TRIES = 5;
    public static final String BODY = "{\"order\":\"o-17\",\"total\":42.5,\"note\":\"café\"}";

    private Samples() {}

    /**
     * For what only the end of its time ends: with a second first, and with twice as much as before where that was too little
     * for anything to show.
     */
    public static <T> T attemptBriefly(Function<Attempting, T> attempt, Predicate<T> shows) {
        for (var time = BRIEF; ; time = time.multipliedBy(2)) {
            var result = attempt.apply(new Attempting(AT, time));
            if (shows.test(result) || time.compareTo(ATTEMPTING.timeout()) > 0) {
                return result;
            }
        }
    }

    /** What came of an attempt, and how long after its time it ended: negative where it ended before. */
    public record Ended(Outcome outcome, Duration over) {

        public static Ended of(Attempting attempting, Function<Attempting, Outcome> attempt) {
            var start = System.nanoTime();
            var outcome = attempt.apply(attempting);
            return new Ended(
                    outcome, Duration.ofNanos(System.nanoTime() - start).minus(attempting.timeout()));
        }
    }

    /**
     * Requires of one of several tries that it ends soon after its time: a pause of the machine spoils one, a defect all.
     *
     * @param attempt checks what comes of it, in each try; returns how long after its time it ended
     */
    public static void endsInTime(Callable<Duration> attempt) throws Exception {
        var least = attempt.call();
        for (var again = 1; again < TRIES && least.compareTo(GRACE) >= 0; again++) {
            var over = attempt.call();
            least = over.compareTo(least) < 0 ? over : least;
        }
        assertThat(least).as("after its time").isLessThan(GRACE);
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
