package io.spillway.destination.http;

import io.spillway.destination.Switch;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How webhooks speak HTTP, as far as an operator may choose.
 *
 * @param http2 whether HTTP/2 is offered to endpoints with TLS
 * @param redirects whether redirects are followed, each of which is a request more
 */
public record HttpRules(boolean http2, boolean redirects, StatusRule success, Optional<ForwardProxy> proxy) {

    /** One request an attempt, success is 2xx, nobody in between. */
    public static final HttpRules STRICT = new HttpRules(false, false, StatusRule.SUCCESSFUL, Optional.empty());

    private static final String PREFIX = "DESTINATIONS_WEBHOOK_";

    /** @throws IllegalArgumentException naming the setting that cannot be read */
    public static HttpRules from(Map<String, String> variables) {
        return new HttpRules(
                value(variables, "HTTP2", HttpRules::isOn).orElse(false),
                value(variables, "FOLLOW_REDIRECTS", HttpRules::isOn).orElse(false),
                value(variables, "SUCCESS_STATUS", StatusRule::of).orElse(StatusRule.SUCCESSFUL),
                value(variables, "PROXY_URL", ForwardProxy::of));
    }

    private static boolean isOn(String word) {
        if (!Switch.isOne(word)) {
            throw new IllegalArgumentException("neither true nor false");
        }
        return !word.equals("false");
    }

    private static <T> Optional<T> value(Map<String, String> variables, String name, Function<String, T> read) {
        try {
            return Optional.of(variables.getOrDefault(PREFIX + name, "").strip())
                    .filter(text -> !text.isEmpty())
                    .map(read);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PREFIX + name + ": " + e.getMessage(), e);
        }
    }
}
