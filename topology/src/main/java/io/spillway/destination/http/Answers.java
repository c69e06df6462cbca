package io.spillway.destination.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.domain.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import okhttp3.Headers;
import okio.Buffer;

/** What is kept of an endpoint's answer. */
final class Answers {

    private static final int MAX_BODY_CHARACTERS = 8 * 1024;
    /** So that a secret is whole when it is looked for, even where it lies across the end of what is kept. */
    private static final long MARGIN_BYTES = 4 * 1024;

    private static final int MAX_HEADERS = 64;
    private static final int MAX_HEADER_CHARACTERS = 256;
    /** They let whoever has them in. */
    private static final String COOKIES = "set-cookie";

    private static final int FIRST_REDIRECT = 300;
    private static final int FIRST_REFUSAL = 400;

    private Answers() {}

    /** Status, headers and the start of the body, as UTF-8 whatever it is. The status has decided already, so a body that breaks off is kept as far as it came. */
    static Response read(okhttp3.Response response) {
        var kept = new Buffer();
        try {
            var source = response.body().source();
            var most = MAX_BODY_CHARACTERS + MARGIN_BYTES;
            while (kept.size() < most && source.read(kept, most - kept.size()) >= 0) {
                // reads on
            }
        } catch (IOException | RuntimeException e) {
            // what came is kept
        }
        var hidden = Optional.ofNullable(response.request().tag(Hidden.class)).orElse(Hidden.NOTHING);
        var body = hidden.blanked(kept.readString(StandardCharsets.UTF_8));
        var data = JsonNodeFactory.instance
                .objectNode()
                .put("status", response.code())
                .put("body", cut(body, MAX_BODY_CHARACTERS));
        var headers = headers(response.headers(), hidden);
        if (!headers.isEmpty()) {
            data.set("headers", headers);
        }
        return new Response(Integer.toString(response.code()), data.toString());
    }

    /** Names in lower case, values cut; the first of a name that comes twice. */
    private static ObjectNode headers(Headers headers, Hidden hidden) {
        var kept = JsonNodeFactory.instance.objectNode();
        for (var i = 0; i < Math.min(headers.size(), MAX_HEADERS); i++) {
            var name = headers.name(i).toLowerCase(Locale.ROOT);
            // What was put aside on the way is no header that came.
            if (!name.equals(COOKIES) && HeaderText.isName(name) && !kept.has(name)) {
                kept.put(name, cut(hidden.blanked(headers.value(i)), MAX_HEADER_CHARACTERS));
            }
        }
        return kept;
    }

    private static String cut(String value, int most) {
        return value.length() <= most ? value : value.substring(0, most);
    }

    static String refusal(okhttp3.Response response) {
        var redirect = response.code() >= FIRST_REDIRECT && response.code() < FIRST_REFUSAL;
        return "the endpoint answered " + response.code() + (redirect ? "; a redirect is no success" : "");
    }
}
