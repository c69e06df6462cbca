package io.spillway.gateway.auth;

import io.javalin.security.RouteRole;

/** Who may use a route. */
public enum Access implements RouteRole {
    /** Everybody. */
    OPEN,
    /** Other nodes of this deployment. */
    NODE,
    /** The admin only. */
    ADMIN,
    /** The admin, or the tenant that the path names. */
    TENANT,
    /** The admin, or any tenant, who then sees its own rows only. */
    BOTH
}
