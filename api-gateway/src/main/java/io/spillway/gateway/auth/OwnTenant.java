package io.spillway.gateway.auth;

import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.ErrorCode;
import io.spillway.gateway.http.Query;
import java.util.List;

/** Narrows what a caller of one tenant asks for to that tenant. */
final class OwnTenant {

    private static final String LIST = "tenant_id";
    private static final String FIGURES = "filters[tenant_id]";

    private OwnTenant() {}

    /** The query with the tenant in it; one that names another, or asks for figures by tenant, is refused. */
    static Query narrow(Query query, TenantId own) {
        require(query.spelled(LIST), own, "tenant_id query parameter");
        require(query.spelled(FIGURES), own, FIGURES);
        if (query.spelled("dimensions").contains(LIST)) {
            throw forbidden("tenant_id dimension is not allowed for tenant-scoped requests");
        }
        return query.with(LIST, own.value()).with(FIGURES, own.value());
    }

    private static void require(List<String> named, TenantId own, String where) {
        if (!named.stream().allMatch(own.value()::equals)) {
            throw forbidden(where + " does not match authenticated tenant");
        }
    }

    private static ApiException forbidden(String message) {
        return new ApiException(ErrorCode.FORBIDDEN, message);
    }
}
