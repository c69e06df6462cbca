package io.spillway.destination.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spillway.domain.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okio.Buffer;

/** What is kept of an endpoint's answer. */
final class Answers {

    private static final long MAX_BODY_BYTES = 8 * 1024;
    private static final int FIRST_REDIRECT = 300;
    private static final int FIRST_REFUSAL = 400;

    private Answers() {}

    /** Status and the start of the body, as UTF-8 whatever it is. The status has decided already, so a body that breaks off is kept as far as it came. */
    static Response read(okhttp3.Response response) {
        var kept = new Buffer();
        try {
            var source = response.body().source();
            while (kept.size() < MAX_BODY_BYTES && source.read(kept, MAX_BODY_BYTES - kept.size()) >= 0) {
                // reads on
            }
        } catch (IOException | RuntimeException e) {
            // what came is kept
        }
        var data = JsonNodeFactory.instance
                .objectNode()
                .put("status", response.code())
                .put("body", kept.readString(StandardCharsets.UTF_8));
        return new Response(Integer.toString(response.code()), data.toString());
    }

    static String refusal(okhttp3.Response response) {
        var redirect = response.code() >= FIRST_REDIRECT && response.code() < FIRST_REFUSAL;
        return "the endpoint answered " + response.code() + (redirect ? "; redirects are not followed" : "");
    }
}
