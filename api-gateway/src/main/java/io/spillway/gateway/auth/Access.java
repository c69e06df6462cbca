package io.spillway.gateway.auth;

import io.javalin.security.RouteRole;

/** Who may use a route, apart from the {@link Scope} that it takes. */
public enum Access implements RouteRole {
    /** Everybody. */
    OPEN,
    /** Other nodes of this deployment. */
    NODE,
    /** The admin only. */
    ADMIN,
    /** The admin, or an API key; nobody's token. A key of one tenant is for the path's tenant; else its handler asks {@link Caller#requireReach}. */
    KEY,
    /** The admin, or whoever acts for the tenant that the path names; where it names none, the handler asks {@link Caller#requireReach}. */
    TENANT,
    /** The admin, or whoever acts for any tenant, who then sees that tenant's rows only. */
    BOTH
}
