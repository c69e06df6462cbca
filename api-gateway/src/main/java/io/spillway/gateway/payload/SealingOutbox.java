package io.spillway.gateway.payload;

import io.spillway.domain.Command;
import io.spillway.domain.Data;
import io.spillway.domain.Event;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.request.Outbox;
import io.spillway.gateway.request.Ticket;
import io.spillway.payload.PayloadKey;
import io.spillway.stream.query.NotReadyException;
import io.spillway.stream.query.Queries;
import java.util.concurrent.CompletableFuture;

/** Encrypts data of events on their way to the topic. A tenant gets its key with its first event. */
public record SealingOutbox(Outbox outbox, TenantKeys keys, Queries queries) implements Outbox {

    @Override
    public CompletableFuture<Void> send(Event event, Ticket ticket) {
        if (!(event.data() instanceof Data.Inline(var data))) {
            throw new IllegalStateException("an event that is published has its data at hand");
        }
        try {
            return outbox.send(event.with(new Data.Inline(key(event.tenant()).seal(data))), ticket);
        } catch (ApiException e) {
            return CompletableFuture.failedFuture(e);
        } catch (NotReadyException e) {
            return CompletableFuture.failedFuture(
                    ApiException.unavailable("the tenant cannot be looked up; try again"));
        }
    }

    /** Data for a tenant that does not exist are sealed with a key that nobody will ever have. */
    private PayloadKey key(TenantId tenant) {
        return keys.of(tenant)
                .orElseGet(() -> queries.tenant(tenant).isPresent() ? keys.make(tenant) : PayloadKey.random(tenant));
    }

    @Override
    public CompletableFuture<Void> send(Command command, Ticket ticket) {
        return outbox.send(command, ticket);
    }

    @Override
    public CompletableFuture<Void> probe(int partition, Ticket ticket) {
        return outbox.probe(partition, ticket);
    }

    @Override
    public int partitions() {
        return outbox.partitions();
    }
}
