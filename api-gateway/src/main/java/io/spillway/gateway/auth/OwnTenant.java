package io.spillway.gateway.auth;

import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.ErrorCode;
import io.spillway.gateway.http.Query;
import java.util.List;

/** Narrows what a caller of one tenant asks for to that tenant. */
final class OwnTenant {

    private static final List<String> FILTERS = List.of("tenant_id", "filters[tenant_id]");

    private OwnTenant() {}

    /** The query with the tenant in it; one that names another, or asks for figures by tenant, is refused. */
    static Query narrow(Query query, TenantId own) {
        var narrowed = query;
        for (var filter : FILTERS) {
            if (!query.spelled(filter).stream().allMatch(own.value()::equals)) {
                throw forbidden("tenant_id query parameter does not match authenticated tenant");
            }
            narrowed = narrowed.with(filter, own.value());
        }
        if (query.spelled("dimensions").contains("tenant_id")) {
            throw forbidden("tenant_id dimension is not allowed");
        }
        return narrowed;
    }

    private static ApiException forbidden(String message) {
        return new ApiException(ErrorCode.FORBIDDEN, message);
    }
}
