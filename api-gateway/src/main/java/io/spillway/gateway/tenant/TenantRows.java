package io.spillway.gateway.tenant;

import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.Ids;
import io.spillway.stream.query.Positions;
import io.spillway.stream.query.Queries;
import io.spillway.stream.query.Scan;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The tenants that a list is about. */
sealed interface TenantRows {

    List<Tenant> scan(Scan scan);

    /** How many there are on all pages. */
    long count();

    /** Every tenant. */
    record All(Queries queries) implements TenantRows {

        private static final int AT_ONCE = 1000;

        @Override
        public List<Tenant> scan(Scan scan) {
            return queries.tenants(scan);
        }

        @Override
        public long count() {
            var count = 0L;
            var rows = queries.tenants(new Scan(AT_ONCE, false, Optional.empty()));
            while (rows.size() == AT_ONCE) {
                count += rows.size();
                rows = queries.tenants(new Scan(AT_ONCE, false, Optional.of(Positions.of(rows.getLast()))));
            }
            return count + rows.size();
        }
    }

    /** Those of a list of ids that exist, oldest first. */
    record Named(List<Tenant> tenants) implements TenantRows {

        static Named of(Queries queries, List<String> ids) {
            return new Named(ids.stream()
                    .distinct()
                    .flatMap(id -> Ids.parse(id, TenantId::new).stream())
                    .flatMap(id -> queries.tenant(id).stream())
                    .sorted(Comparator.comparing(Positions::of))
                    .toList());
        }

        @Override
        public List<Tenant> scan(Scan scan) {
            var order = scan.descending() ? tenants.reversed() : tenants;
            return order.stream()
                    .filter(tenant -> scan.after().isEmpty()
                            || isBehind(tenant, scan.after().get(), scan.descending()))
                    .limit(scan.limit())
                    .toList();
        }

        @Override
        public long count() {
            return tenants.size();
        }

        private static boolean isBehind(Tenant tenant, Scan.Position place, boolean descending) {
            var order = Positions.of(tenant).compareTo(place);
            return descending ? order < 0 : order > 0;
        }
    }
}
