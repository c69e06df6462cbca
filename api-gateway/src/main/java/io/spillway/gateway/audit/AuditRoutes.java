package io.spillway.gateway.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.domain.AuditRecord;
import io.spillway.domain.TenantId;
import io.spillway.gateway.audit.AuditTrail.Entry;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.gateway.page.Listing;
import io.spillway.gateway.page.PageRequest;
import io.spillway.gateway.page.TimeRange;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;

/** Shows the audit trail. */
public final class AuditRoutes {

    private static final int OK = 200;

    private final AuditTrail trail;

    public AuditRoutes(AuditTrail trail) {
        this.trail = trail;
    }

    /** In pages by time; narrowed by {@code time[…]}, {@code tenant_id} and {@code caller}. */
    public void list(Context ctx) {
        var query = Query.of(ctx);
        var wanted = wanted(query);
        var period = TimeRange.of(query);
        var page = PageRequest.of(Listing.AUDIT, query).page(scan -> trail.read(scan, period, wanted), Entry::position);
        Reply.json(ctx, OK, page.json(AuditRoutes::write));
    }

    private static Predicate<AuditRecord> wanted(Query query) {
        var tenants = Set.copyOf(query.list("tenant_id"));
        var callers = Set.copyOf(query.list("caller"));
        return record -> (callers.isEmpty() || callers.contains(record.who().caller()))
                && (tenants.isEmpty()
                        || record.who()
                                .tenant()
                                .map(TenantId::value)
                                .filter(tenants::contains)
                                .isPresent());
    }

    private static void write(JsonGenerator json, Entry entry) throws IOException {
        var who = entry.record().who();
        var what = entry.record().what();
        json.writeStartObject();
        Json.time(json, "time", entry.time());
        json.writeStringField("caller", who.caller());
        Json.textIfAny(json, "tenant_id", who.tenant().map(TenantId::value));
        json.writeStringField("method", what.method());
        json.writeStringField("path", what.path());
        json.writeNumberField("status", what.status());
        json.writeStringField("address", who.address());
        Json.textIfAny(json, "forwarded_for", who.forwardedFor());
        json.writeStringField("request_id", entry.record().requestId());
        json.writeStringField("node", entry.record().node());
        json.writeEndObject();
    }
}
