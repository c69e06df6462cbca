package io.spillway.gateway.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.gateway.http.Json;
import io.spillway.stream.query.Scan;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Some rows of a list, in its order.
 *
 * @param next where the following page begins, absent on the last one
 * @param prev where the page before ends, absent on the first one
 */
public record Page<R>(PageRequest request, List<R> rows, Optional<Scan.Position> next, Optional<Scan.Position> prev) {

    public Page {
        rows = List.copyOf(rows);
    }

    /** The same page with each row as something else. */
    public <T> Page<T> with(List<T> others) {
        return new Page<>(request, others, next, prev);
    }

    /** {@code {models, pagination}}. */
    public Json.Part json(Json.View<R> view) {
        return json -> {
            json.writeStartObject();
            write(json, view);
            json.writeEndObject();
        };
    }

    /** The fields of {@link #json}, into an object that is open. */
    public void write(JsonGenerator json, Json.View<R> view) throws IOException {
        json.writeFieldName("models");
        Json.array(rows, view).write(json);
        json.writeObjectFieldStart("pagination");
        json.writeStringField("order_by", request.listing().order());
        json.writeStringField("dir", request.descending() ? "desc" : "asc");
        json.writeNumberField("limit", request.limit());
        Json.textOrNull(json, "next", next.map(this::cursor));
        Json.textOrNull(json, "prev", prev.map(this::cursor));
        json.writeEndObject();
    }

    private String cursor(Scan.Position position) {
        return new Cursor(request.listing(), position).text();
    }
}
