package io.spillway.gateway.publish;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.spillway.gateway.http.ApiException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The attributes of a CloudEvent whose data are the body: headers that begin with {@code ce-} (HTTP binding, section 3.1). */
final class CloudEventHeaders {

    private static final String PREFIX = "ce-";

    private CloudEventHeaders() {}

    static boolean in(Context ctx) {
        return ctx.header(PREFIX + "specversion") != null;
    }

    /** By name, as {@code id}; the body's type is {@code datacontenttype}. */
    static Map<String, String> of(Context ctx) {
        var attributes = new HashMap<String, String>();
        ctx.headerMap().forEach((header, value) -> {
            var name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                attributes.put(name.substring(PREFIX.length()), decoded(header, value));
            }
        });
        Optional.ofNullable(ctx.header(Header.CONTENT_TYPE)).ifPresent(type -> attributes.put("datacontenttype", type));
        return attributes;
    }

    /** Values may be in quotation marks, and what is not printable ASCII is percent-encoded as UTF-8. */
    private static String decoded(String header, String value) {
        var plain = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                : value;
        try {
            return URLDecoder.decode(plain.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(header + " is not percent-encoded");
        }
    }
}
