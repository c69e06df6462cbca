package io.spillway.gateway.sealing;

import io.spillway.domain.Subscription;
import io.spillway.domain.Tenant;
import io.spillway.stream.query.Positions;
import io.spillway.stream.query.Queries;
import io.spillway.stream.query.Scan;
import io.spillway.stream.query.SubscriptionRow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Every destination of every tenant; tenants that appear meanwhile come last. */
record AllSubscriptions(Queries queries) {

    private static final int TENANTS_AT_ONCE = 16;

    /** Uses several threads. Throws what the action or a query throws. */
    void forEach(Consumer<Subscription> action) {
        var page = queries.tenants(scan(Optional.empty()));
        each(page, action);
        while (page.size() == TENANTS_AT_ONCE) {
            page = queries.tenants(scan(Optional.of(Positions.of(page.getLast()))));
            each(page, action);
        }
    }

    private void each(List<Tenant> tenants, Consumer<Subscription> action) {
        var all = tenants.stream()
                .map(tenant -> CompletableFuture.runAsync(() -> each(tenant, action), Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
        }
    }

    private void each(Tenant tenant, Consumer<Subscription> action) {
        queries.subscriptions(tenant.id()).stream()
                .map(SubscriptionRow::subscription)
                .forEach(action);
    }

    private static Scan scan(Optional<Scan.Position> after) {
        return new Scan(TENANTS_AT_ONCE, false, after);
    }
}
