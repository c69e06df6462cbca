package io.spillway.gateway.auth;

import io.javalin.security.RouteRole;

/** What a caller may do. Among a route's roles: what using it takes; where it names none, that is READ for a GET and MANAGE for the rest. */
public enum Scope implements RouteRole {
    /** To look at everything. */
    READ,
    /** To publish events. */
    PUBLISH,
    /** To change everything but events. */
    MANAGE
}
