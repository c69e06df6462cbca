package io.spillway.stream;

import io.spillway.topic.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** Who awaits an answer, and under which id. */
public record Request(String requester, String id) {

    /** In bytes; anything longer was not written by a gateway. */
    private static final int LONGEST = 256;

    static Optional<Request> in(Headers headers) {
        return text(headers, HeaderNames.REQUESTER)
                .flatMap(requester -> text(headers, HeaderNames.REQUEST).map(id -> new Request(requester, id)));
    }

    private static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name))
                .map(header -> header.value())
                .filter(value -> value.length <= LONGEST)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }
}
