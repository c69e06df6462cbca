package io.spillway.stream.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Events and filters written as JSON text. */
final class Sample {

    static final Instant NOON = Instant.parse("2026-11-22T12:00:00.250Z");

    private Sample() {}

    static EventView event(String data) {
        return new EventView(
                "evt_1",
                Optional.of("order.paid"),
                NOON,
                Map.of("source", "shop"),
                data.getBytes(StandardCharsets.UTF_8));
    }

    /** An event whose data has the value under {@code v}, or has no such key when it is the word {@code missing}. */
    static EventView eventWith(String value) {
        return event(value.equals("missing") ? "{}" : "{\"v\":" + value + "}");
    }

    static ParsedFilter parse(String json) {
        return Filter.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    static Filter filter(String json) {
        var parsed = parse(json);
        assertThat(parsed).as(json).isInstanceOf(Filter.class);
        return (Filter) parsed;
    }

    /** A filter that holds this one against what is under {@code v} in the data. */
    static Filter filterOn(String filter) {
        return filter("{\"data\":{\"v\":" + filter + "}}");
    }
}
