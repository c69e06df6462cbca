package io.spillway.gateway.destination;

import io.javalin.http.Context;

/**
 * Whether a request wants to see what clients of the stock contract cannot read: they fail on a whole list when one of its
 * destinations is of a type that they do not know.
 */
public final class AllTypes {

    private static final String HEADER = "x-spillway-types";

    private AllTypes() {}

    public static boolean wanted(Context ctx) {
        return "all".equals(ctx.header(HEADER));
    }
}
