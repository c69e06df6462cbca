package io.spillway.gateway.adapter.algohire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.gateway.adapter.Words;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Query;
import io.spillway.stream.query.Scan;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Which part of a list is asked for, the newest first: so many rows behind so many. */
record Slice(int limit, int offset) {

    private static final int USUAL = 50;
    private static final int DEEPEST = 1000;

    /** All rows before it are read as well, which bounds how deep it may lie. */
    static Slice of(Query query) {
        var limit = Words.number("limit", query.one("limit"), USUAL, 1);
        var offset = Words.number("offset", query.one("offset"), 0, 0);
        if (limit + offset > DEEPEST) {
            throw ApiException.badRequest("limit and offset together must not be more than " + DEEPEST
                    + "; the lists under /api/v1 go further back");
        }
        return new Slice(limit, offset);
    }

    Scan scan() {
        return new Scan(limit + offset, true, Optional.empty());
    }

    <R> List<R> of(List<R> rows) {
        return rows.stream().skip(offset).toList();
    }

    /** @param count the rows that are shown */
    void write(JsonGenerator json, int count) throws IOException {
        json.writeObjectFieldStart("pagination");
        json.writeNumberField("limit", limit);
        json.writeNumberField("offset", offset);
        json.writeNumberField("count", count);
        json.writeEndObject();
    }
}
