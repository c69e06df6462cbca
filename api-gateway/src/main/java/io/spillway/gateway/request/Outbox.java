package io.spillway.gateway.request;

import io.spillway.domain.Command;
import io.spillway.domain.Event;
import java.util.concurrent.CompletableFuture;

/**
 * Where changes and events are put for the tenant tasks. What it returns is done when the record is stored; it fails with
 * an {@link io.spillway.gateway.http.ApiException}: too large, or unavailable within two seconds.
 */
public interface Outbox {

    CompletableFuture<Void> send(Command command, Ticket ticket);

    CompletableFuture<Void> send(Event event, Ticket ticket);

    /** Puts a probe on one partition of {@code commands}. */
    CompletableFuture<Void> probe(int partition, Ticket ticket);

    /** How many partitions {@code commands} has. */
    int partitions();
}
