package io.spillway.gateway.openapi;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request, yet to be sent.
 *
 * @param target path and query, percent-encoded
 */
public record Request(String method, String target, Map<String, String> headers, byte[] body) {

    private static final int SHOWN = 600;

    public Request {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        var text = new String(body, StandardCharsets.UTF_8);
        return method + " " + target + " " + headers + " "
                + (text.length() > SHOWN ? text.substring(0, SHOWN) + "... (" + body.length + " bytes)" : text);
    }
}
