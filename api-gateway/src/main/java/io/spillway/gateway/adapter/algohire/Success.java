package io.spillway.gateway.adapter.algohire;

import io.javalin.http.Context;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Reply;
import java.util.List;

/** The envelope of every answer that is no error: {@code {"success": true, …}}. */
final class Success {

    static final int OK = 200;
    static final int CREATED = 201;

    private Success() {}

    /** With one field. */
    static void with(Context ctx, int status, String field, Json.Part value) {
        of(ctx, status, json -> {
            json.writeFieldName(field);
            value.write(json);
        });
    }

    static void message(Context ctx, String text) {
        with(ctx, OK, "message", json -> json.writeString(text));
    }

    static <R> void list(Context ctx, String field, List<R> rows, Json.View<R> view) {
        with(ctx, OK, field, Json.array(rows, view));
    }

    static <R> void page(Context ctx, String field, Slice slice, List<R> rows, Json.View<R> view) {
        of(ctx, OK, json -> {
            json.writeFieldName(field);
            Json.array(rows, view).write(json);
            slice.write(json, rows.size());
        });
    }

    /** With more fields, into an object that is open. */
    static void of(Context ctx, int status, Json.Part fields) {
        Reply.json(ctx, status, json -> {
            json.writeStartObject();
            json.writeBooleanField("success", true);
            fields.write(json);
            json.writeEndObject();
        });
    }
}
