package io.spillway.gateway.job;

import io.javalin.http.Context;
import io.spillway.domain.Selection;
import io.spillway.domain.TenantId;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Ids;
import java.util.List;
import java.util.Optional;

/**
 * What somebody orders for many deliveries of a tenant.
 *
 * @param rate how many a second; absent: as fast as it goes
 * @param dryRun whether only their number is asked for
 */
public record Order(TenantId tenant, Selection selection, Optional<Double> rate, boolean dryRun) {

    private static final double FASTEST = 10_000;

    /** Reads {@code tenant_id}, {@code filter}, {@code rate} and {@code dry_run}; whoever acts for one tenant need not name it. */
    public static Order read(Context ctx, Fields fields) {
        var caller = Caller.of(ctx);
        var named = fields.text("tenant_id").map(text -> Ids.require(text, TenantId::new));
        named.ifPresent(caller::requireReach);
        var tenant = named.or(caller::tenant).orElseThrow(() -> required("tenant_id"));
        var filter = fields.bytes("filter").orElseThrow(() -> required("filter"));
        return new Order(tenant, SelectionReader.read(Fields.parse(filter)), rate(fields), dryRun(fields));
    }

    private static Optional<Double> rate(Fields fields) {
        return fields.value("rate").map(rate -> {
            if (!rate.isNumber() || rate.doubleValue() <= 0 || rate.doubleValue() > FASTEST) {
                throw ApiException.invalid(List.of("rate must be a number above 0, at most 10000"));
            }
            return rate.doubleValue();
        });
    }

    private static boolean dryRun(Fields fields) {
        var given = fields.value("dry_run");
        if (given.filter(value -> !value.isBoolean()).isPresent()) {
            throw ApiException.invalid(List.of("dry_run must be true or false"));
        }
        return given.filter(value -> value.booleanValue()).isPresent();
    }

    private static ApiException required(String name) {
        return ApiException.invalid(List.of(name + " is required"));
    }
}
