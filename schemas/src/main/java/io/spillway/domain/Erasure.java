package io.spillway.domain;

import java.time.Instant;

/**
 * The order to forget what is known of a tenant's events.
 *
 * @param until of what the broker took later nothing is forgotten
 */
public record Erasure(TenantId tenant, Scope scope, Instant until) {

    /** How much is forgotten. */
    public sealed interface Scope {}

    /** One event, its deliveries and their attempts. */
    public record OneEvent(EventId event) implements Scope {}

    /** All events, since their retention has passed. */
    public record Past() implements Scope {}

    /** All events, the tenant and its destinations. */
    public record Everything() implements Scope {}
}
