package io.spillway.gateway.event;

import io.spillway.domain.EventEntry;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.stream.query.Queries;
import java.util.Optional;

/** Finds single events. */
public final class Events {

    private Events() {}

    /** Event ids are unique per tenant only, so the tenant must be named where several have the id. */
    public static EventEntry find(Queries queries, Optional<TenantId> tenant, EventId id) {
        var found = queries.event(tenant, id);
        if (found.size() > 1) {
            throw ApiException.badRequest("several tenants have an event with this id; tenant_id is required");
        }
        return found.stream().findFirst().orElseThrow(() -> ApiException.notFound("event"));
    }
}
