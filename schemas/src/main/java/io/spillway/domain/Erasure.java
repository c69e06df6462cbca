package io.spillway.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * The order to forget what is known of a tenant's events.
 *
 * @param until of what the broker took later nothing is forgotten
 */
public record Erasure(TenantId tenant, Scope scope, Instant until) {

    /** Of a tenant whose events and attempts are kept for so long. */
    public static Erasure past(TenantId tenant, Duration kept, Instant now) {
        return new Erasure(tenant, new Past(), now.minus(kept));
    }

    /** How much is forgotten. */
    public sealed interface Scope {

        /** The word of the log store. */
        default String word() {
            return switch (this) {
                case OneEvent _ -> "event";
                case Past _ -> "past";
                case Everything _ -> "everything";
            };
        }
    }

    /** One event, its deliveries and their attempts. */
    public record OneEvent(EventId event) implements Scope {}

    /** All events and attempts, since the retention that their tenant has of its own has passed. */
    public record Past() implements Scope {}

    /** All events, the tenant and its destinations. */
    public record Everything() implements Scope {}
}
