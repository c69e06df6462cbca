package io.spillway.gateway.auth;

import io.javalin.http.Context;

/** Who is asking. */
public sealed interface Caller {

    /** Whoever runs Spillway: holds the admin key, or nobody needs one. */
    record Admin() implements Caller {}

    String ATTRIBUTE = "caller";

    /** Who asks for what is not open to everybody. */
    static Caller of(Context ctx) {
        if (ctx.attribute(ATTRIBUTE) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("only a route that is open to everybody has no caller");
    }

    default boolean isAdmin() {
        return this instanceof Admin;
    }
}
