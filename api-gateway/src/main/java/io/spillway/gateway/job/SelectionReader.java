package io.spillway.gateway.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.domain.DeliveryState;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.Selection;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Query;
import io.spillway.gateway.page.TimeRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads {@code filter} of a body: the names of the lists' query parameters. One that is not known is refused: passed over, it
 * would ask for more than was meant.
 */
final class SelectionReader {

    private static final Set<String> KNOWN = Set.of("event_id", "destination_id", "topic", "state", "time");
    private static final Set<String> OPERATORS = Set.of("gte", "lte", "gt", "lt");

    private SelectionReader() {}

    static Selection read(Fields filter) {
        filter.names().stream()
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw invalid(name, "is unknown");
                });
        var period = TimeRange.of(new Query(times(filter)));
        return new Selection(
                set(filter, "event_id", EventId::new),
                set(filter, "destination_id", DestinationId::new),
                set(filter, "topic", Function.identity()),
                set(filter, "state", SelectionReader::state),
                period.from(),
                period.until());
    }

    private static <T> Set<T> set(Fields filter, String name, Function<String, T> value) {
        if (filter.value(name).isEmpty()) {
            return Set.of();
        }
        var texts = filter.list(name).orElseThrow(() -> invalid(name, "must be an array of strings"));
        try {
            return texts.stream().map(value).collect(Collectors.toUnmodifiableSet());
        } catch (IllegalArgumentException e) {
            throw invalid(name, "is not valid: " + e.getMessage());
        }
    }

    private static DeliveryState state(String word) {
        return DeliveryState.named(word)
                .orElseThrow(() -> new IllegalArgumentException("must be one of " + DeliveryState.words()));
    }

    /** As the query parameters of a list. */
    private static Map<String, List<String>> times(Fields filter) {
        var times = new HashMap<String, List<String>>();
        filter.value("time").ifPresent(time -> {
            if (!time.isObject()) {
                throw invalid("time", "must be an object");
            }
            time.properties().forEach(bound -> times.put("time[" + bound.getKey() + "]", List.of(text(bound))));
        });
        return times;
    }

    private static String text(Map.Entry<String, JsonNode> bound) {
        var name = "time." + bound.getKey();
        if (!OPERATORS.contains(bound.getKey())) {
            throw invalid(name, "is unknown");
        }
        var text = bound.getValue().asText();
        if (!bound.getValue().isTextual() || TimeRange.parse(text).isEmpty()) {
            throw invalid(name, "must be an RFC 3339 time or a date (YYYY-MM-DD)");
        }
        return text;
    }

    private static ApiException invalid(String name, String problem) {
        return ApiException.invalid(List.of("filter." + name + " " + problem));
    }
}
