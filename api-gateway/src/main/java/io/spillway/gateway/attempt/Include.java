package io.spillway.gateway.attempt;

import io.javalin.http.Context;
import io.spillway.gateway.destination.AllTypes;
import io.spillway.gateway.http.Query;
import java.util.List;

/**
 * What else is shown with an attempt.
 *
 * @param allTypes whether destinations are shown that clients of the stock contract cannot read
 */
record Include(boolean event, boolean eventData, boolean response, boolean destination, boolean allTypes) {

    static Include of(Context ctx) {
        var wanted = List.copyOf(Query.of(ctx).list("include"));
        return new Include(
                wanted.contains("event") || wanted.contains("event.data"),
                wanted.contains("event.data"),
                wanted.contains("response_data"),
                wanted.contains("destination"),
                AllTypes.wanted(ctx));
    }
}
