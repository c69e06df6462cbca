package io.spillway.gateway.attempt;

import io.spillway.gateway.http.Query;
import java.util.List;

/** What else is shown with an attempt. */
record Include(boolean event, boolean eventData, boolean response, boolean destination) {

    static Include of(Query query) {
        var wanted = List.copyOf(query.list("include"));
        return new Include(
                wanted.contains("event") || wanted.contains("event.data"),
                wanted.contains("event.data"),
                wanted.contains("response_data"),
                wanted.contains("destination"));
    }
}
