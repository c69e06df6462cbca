package io.spillway.connect;

import io.spillway.domain.Outcome;
import io.spillway.domain.Report;
import io.spillway.wire.Wire;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Attempts; the delivery that a failed one carries, with its settings and its data, stays behind. */
final class AttemptRows implements Rows.Reader {

    private static final Schema TABLE = DeliveryColumns.add(
                    Row.table("attempts").field("id", Row.TEXT).field(Row.DAY_COLUMN, Row.DAY))
            .field("number", Schema.INT32_SCHEMA)
            .field("manual", Schema.BOOLEAN_SCHEMA)
            .field("time", Row.TIME)
            .field("code", Row.TEXT)
            .field("failure", Row.TEXT_OR_NULL)
            .field("message", Row.TEXT_OR_NULL)
            .field("retry_after_millis", Schema.OPTIONAL_INT64_SCHEMA)
            .field("response_data", Row.TEXT_OR_NULL)
            .field("response_headers", Row.TEXT_OR_NULL)
            .field("duration_micros", Schema.INT64_SCHEMA)
            .field("dns_micros", Schema.OPTIONAL_INT64_SCHEMA)
            .field("connect_micros", Schema.OPTIONAL_INT64_SCHEMA)
            .field("tls_micros", Schema.OPTIONAL_INT64_SCHEMA)
            .field("first_byte_micros", Schema.OPTIONAL_INT64_SCHEMA)
            .field("request_id", Row.TEXT_OR_NULL)
            .build();

    private final Deserializer<Report> reports;

    AttemptRows(Wire wire) {
        reports = wire.reports().deserializer();
    }

    @Override
    public Optional<Struct> read(String topic, Headers headers, byte[] value) {
        return switch (reports.deserialize(topic, value)) {
            case Report.Attempt attempt -> Optional.of(row(attempt));
            case Report.Cancellation _ -> Optional.empty();
        };
    }

    private static Struct row(Report.Attempt attempt) {
        var row = DeliveryColumns.fill(new Row(TABLE), attempt.delivery())
                .text("id", attempt.id().toString())
                .day(attempt.time())
                .number("number", attempt.number())
                .flag("manual", attempt.manual())
                .time("time", attempt.time())
                .text("request_id", attempt.request());
        row.micros("duration_micros", Optional.of(attempt.duration()));
        return outcome(row, attempt.outcome()).struct();
    }

    private static Row outcome(Row row, Outcome outcome) {
        var timings = outcome.timings();
        row.text("code", outcome.code())
                .micros("dns_micros", timings.dns())
                .micros("connect_micros", timings.connect())
                .micros("tls_micros", timings.tls())
                .micros("first_byte_micros", timings.firstByte());
        return switch (outcome) {
            case Outcome.Delivered(var response, var _) -> response(row, response.data());
            case Outcome.Failed(var failure, var message, var response, var retryAfter, var _) -> {
                row.text("failure", failure.word()).text("message", message);
                retryAfter.ifPresent(wait -> row.number("retry_after_millis", wait.toMillis()));
                response.ifPresent(answer -> response(row, answer.data()));
                yield row;
            }
        };
    }

    private static Row response(Row row, String data) {
        return row.text("response_data", data).text("response_headers", JsonText.member(data, "headers"));
    }
}
