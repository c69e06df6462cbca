package io.spillway.gateway.publish;

import io.javalin.http.Context;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.ErrorCode;
import java.util.Locale;
import java.util.Optional;

/** How a request brings its events. */
enum Mode {
    PLAIN,
    STRUCTURED,
    BINARY,
    BATCHED;

    private static final String CLOUD_EVENTS = "application/cloudevents";

    static Mode of(Context ctx) {
        var type = Optional.ofNullable(ctx.contentType())
                .map(text -> text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
        return switch (type) {
            case CLOUD_EVENTS + "+json" -> STRUCTURED;
            case CLOUD_EVENTS + "-batch+json" -> BATCHED;
            default -> {
                if (type.startsWith(CLOUD_EVENTS)) {
                    throw new ApiException(
                            ErrorCode.UNSUPPORTED_TYPE, "CloudEvents are taken in the JSON format, not as " + type);
                }
                yield CloudEventHeaders.in(ctx) ? BINARY : PLAIN;
            }
        };
    }
}
