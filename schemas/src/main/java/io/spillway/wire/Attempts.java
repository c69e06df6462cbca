package io.spillway.wire;

import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.Report;
import io.spillway.domain.Response;
import io.spillway.domain.Timings;
import io.spillway.wire.avro.Attempt;
import io.spillway.wire.avro.Delivered;
import io.spillway.wire.avro.Failed;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Attempts and their outcomes as parts of other records. */
final class Attempts {

    private Attempts() {}

    static Attempt toAvro(Report.Attempt attempt) {
        return new Attempt(
                DeliveryCodec.ref(attempt.delivery()),
                attempt.number(),
                attempt.manual(),
                attempt.time(),
                micros(attempt.duration()),
                outcome(attempt.outcome()),
                attempt.retry().map(DeliveryCodec.INSTANCE::toAvro).orElse(null),
                timings(attempt.outcome().timings()),
                attempt.request().orElse(null),
                attempt.openUntil().orElse(null));
    }

    static Report.Attempt toDomain(Attempt attempt) {
        return new Report.Attempt(
                DeliveryCodec.ref(attempt.getDelivery()),
                attempt.getNumber(),
                attempt.getManual(),
                attempt.getTime(),
                duration(attempt.getDurationMicros()),
                outcome(attempt.getOutcome()).with(timings(attempt.getTimings())),
                Optional.ofNullable(attempt.getRetry()).map(DeliveryCodec.INSTANCE::toDomain),
                Optional.ofNullable(attempt.getRequestId()),
                Optional.ofNullable(attempt.getOpenUntil()));
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    static Duration duration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    static io.spillway.wire.avro.@Nullable Timings timings(Timings timings) {
        return timings.equals(Timings.NONE)
                ? null
                : new io.spillway.wire.avro.Timings(
                        timings.dns().map(Attempts::micros).orElse(null),
                        timings.connect().map(Attempts::micros).orElse(null),
                        timings.tls().map(Attempts::micros).orElse(null),
                        timings.firstByte().map(Attempts::micros).orElse(null));
    }

    static Timings timings(io.spillway.wire.avro.@Nullable Timings timings) {
        return timings == null
                ? Timings.NONE
                : new Timings(
                        Optional.ofNullable(timings.getDnsMicros()).map(Attempts::duration),
                        Optional.ofNullable(timings.getConnectMicros()).map(Attempts::duration),
                        Optional.ofNullable(timings.getTlsMicros()).map(Attempts::duration),
                        Optional.ofNullable(timings.getFirstByteMicros()).map(Attempts::duration));
    }

    private static Object outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered(var response, var _) -> new Delivered(response(response));
            case Outcome.Failed(var failure, var message, var response, var retryAfter, var _) ->
                new Failed(
                        io.spillway.wire.avro.Failure.valueOf(failure.name()),
                        message,
                        response.map(Attempts::response).orElse(null),
                        retryAfter.map(Duration::toMillis).orElse(null));
        };
    }

    private static Outcome outcome(Object outcome) {
        return switch (outcome) {
            case Delivered delivered ->
                new Outcome.Delivered(response(delivered.getResponse()).orElseThrow());
            case Failed failed ->
                new Outcome.Failed(
                        Failure.valueOf(failed.getFailure().name()),
                        failed.getMessage(),
                        response(failed.getResponse()),
                        Optional.ofNullable(failed.getRetryAfterMillis()).map(Duration::ofMillis));
            default -> throw new IllegalArgumentException("no such outcome: " + outcome);
        };
    }

    private static io.spillway.wire.avro.Response response(Response response) {
        return new io.spillway.wire.avro.Response(response.code(), response.data());
    }

    private static Optional<Response> response(io.spillway.wire.avro.@Nullable Response response) {
        return Optional.ofNullable(response).map(some -> new Response(some.getCode(), some.getData()));
    }
}
