package io.spillway.gateway.token;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where callers see this gateway, as {@code https://api.example.com}. */
final class Origin {

    private static final Pattern SCHEME = Pattern.compile("https?");
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

    private Origin() {}

    /** What a proxy says of the scheme and the host that it was asked for counts, where it is one of each. */
    static String of(Context ctx) {
        return forwarded(ctx, "X-Forwarded-Proto", SCHEME).orElseGet(ctx::scheme) + "://"
                + forwarded(ctx, "X-Forwarded-Host", HOST).orElseGet(() -> String.valueOf(ctx.host()));
    }

    /** A chain of proxies appends to the header: the first entry is what the caller asked for. */
    private static Optional<String> forwarded(Context ctx, String header, Pattern form) {
        return Optional.ofNullable(ctx.header(header))
                .map(value -> value.split(",", 2)[0].strip())
                .filter(value -> form.matcher(value).matches());
    }
}
