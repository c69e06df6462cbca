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
        try {
            return header(ATTEMPT).map(Integer::valueOf).orElse(0);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
