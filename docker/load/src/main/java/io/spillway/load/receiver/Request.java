package io.spillway.load.receiver;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request.
 *
 * @param path the target as it was sent
 * @param headers name in lower case → value; the first of several
 */
record Request(String method, String path, Map<String, String> headers, byte[] body) {

    private static final List<String> EVENT = List.of("x-outpost-event-id", "webhook-id");
    private static final String DELIVERY = "spillway-delivery";
    private static final String ATTEMPT = "spillway-attempt";
    private static final String STAMP = "webhook-timestamp";

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    String event() {
        return EVENT.stream().flatMap(name -> header(name).stream()).findFirst().orElse("");
    }

    String delivery() {
        return header(DELIVERY).orElse("");
    }

    /** From 1 on; 0 where the sender does not say. */
    int attempt() {
        return (int) number(ATTEMPT);
    }

    /** In seconds since 1970, as Standard Webhooks sign it; 0 where the sender does not say. */
    long stamp() {
        return number(STAMP);
    }

    private long number(String name) {
        try {
            return header(name).map(Long::valueOf).orElse(0L);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
