package io.spillway.gateway.http;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.MDC;

/** Gives every request an id: the caller's {@code X-Request-Id} where it has a sane one, else a new one. It is in every log line. */
public final class RequestIds {

    private static final String HEADER = "X-Request-Id";
    private static final String LOG_FIELD = "request_id";
    private static final int MAX_LENGTH = 128;

    private RequestIds() {}

    /** Runs before everything else. */
    public static void assign(Context ctx) {
        var given = ctx.header(HEADER);
        var id = given != null && isSane(given) ? given : UUID.randomUUID().toString();
        ctx.header(HEADER, id);
        MDC.put(LOG_FIELD, id);
    }

    /** The id of the request that this thread handles. */
    public static Optional<String> current() {
        return Optional.ofNullable(MDC.get(LOG_FIELD));
    }

    /** Runs after everything else. */
    public static void forget() {
        MDC.remove(LOG_FIELD);
    }

    private static boolean isSane(String id) {
        return !id.isEmpty() && id.length() <= MAX_LENGTH && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
