package io.spillway.destination.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.Response;

/** How long an endpoint asks to be left alone: its header {@code Retry-After}, in seconds or as a date. */
final class RetryAfter {

    static final Duration LONGEST = Duration.ofHours(24);

    private static final String HEADER = "Retry-After";
    /** In milliseconds. No header has this name on the wire, where a name ends at the colon. */
    private static final String ASIDE = HEADER + ":";

    private static final Pattern SECONDS = Pattern.compile("\\d+");
    private static final int DIGITS = 9;

    private RetryAfter() {}

    /** Keeps the header from the client, which would repeat a 503 by it and stumbles over numbers that are too large. */
    static Response putAside(Response response, Instant now) {
        var without = response.newBuilder().removeHeader(HEADER);
        asked(response.headers(), now).ifPresent(asked -> without.header(ASIDE, Long.toString(asked.toMillis())));
        return without.build();
    }

    /** From 0 to {@link #LONGEST}; empty where nothing was said that can be understood. */
    static Optional<Duration> of(Response response) {
        return Optional.ofNullable(response.header(ASIDE)).map(Long::parseLong).map(Duration::ofMillis);
    }

    private static Optional<Duration> asked(Headers headers, Instant now) {
        return Optional.ofNullable(headers.get(HEADER))
                .filter(value -> SECONDS.matcher(value).matches())
                .map(RetryAfter::seconds)
                .or(() -> Optional.ofNullable(headers.getInstant(HEADER)).map(date -> Duration.between(now, date)))
                .map(RetryAfter::clamped);
    }

    private static Duration seconds(String digits) {
        return digits.length() > DIGITS ? LONGEST : Duration.ofSeconds(Long.parseLong(digits));
    }

    private static Duration clamped(Duration asked) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
