package io.spillway.gateway.statistics;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.http.Reply;
import io.spillway.stream.query.Queries;
import io.spillway.stream.query.statistics.Subject;
import java.io.IOException;
import java.time.Duration;

/** Shows figures about events and attempts. */
public final class StatisticsRoutes {

    private static final int OK = 200;

    private final Queries queries;

    public StatisticsRoutes(Queries queries) {
        this.queries = queries;
    }

    public void events(Context ctx) {
        answer(ctx, Subject.EVENTS);
    }

    public void attempts(Context ctx) {
        answer(ctx, Subject.ATTEMPTS);
    }

    private void answer(Context ctx, Subject subject) {
        var began = System.nanoTime();
        var inquiry = Inquiry.of(subject, Query.of(ctx));
        var series = Series.of(inquiry.question(), queries.statistics(inquiry.question()));
        var took = Duration.ofNanos(System.nanoTime() - began);
        Reply.json(ctx, OK, json -> {
            json.writeStartObject();
            json.writeFieldName("data");
            Json.array(series.rows(), (out, row) -> write(out, inquiry, row)).write(json);
            json.writeObjectFieldStart("metadata");
            Json.textIfAny(json, "granularity", inquiry.question().granularity().map(Object::toString));
            json.writeNumberField("query_time_ms", took.toMillis());
            json.writeNumberField("row_count", series.rows().size());
            json.writeNumberField("row_limit", Series.MOST_ROWS);
            json.writeBooleanField("truncated", series.truncated());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Inquiry inquiry, Series.Row row) throws IOException {
        json.writeStartObject();
        if (row.group().bucket().isPresent()) {
            Json.time(json, "time_bucket", row.group().bucket().get());
        }
        json.writeObjectFieldStart("dimensions");
        var values = row.group().values().iterator();
        for (var dimension : inquiry.question().dimensions()) {
            json.writeStringField(dimension.word(), values.next());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("metrics");
        for (var measure : inquiry.measures()) {
            measure.write(json, row.sums(), row.length().toMillis() / 1000.0);
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
