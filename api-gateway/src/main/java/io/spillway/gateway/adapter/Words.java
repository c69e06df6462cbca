package io.spillway.gateway.adapter;

import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Event;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Fields;
import io.spillway.gateway.http.Ids;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what the dialects have in common. */
public final class Words {

    private Words() {}

    /** A text that there must be. */
    public static String require(Fields fields, String name) {
        return fields.text(name).orElseThrow(() -> missing(name));
    }

    public static ApiException missing(String name) {
        return ApiException.invalid(List.of(name + " is required"));
    }

    /** The type of an event, which is our topic. */
    public static String topic(String type) {
        return Ids.require(type, Event::requireTopic);
    }

    /** The destination that a path or body names; what cannot be an id names nothing. */
    public static DestinationKey destination(TenantId tenant, String id) {
        return new DestinationKey(
                tenant, Ids.parse(id, DestinationId::new).orElseThrow(() -> ApiException.notFound("destination")));
    }

    /** The HTTP status of an attempt, where it got one. */
    public static OptionalInt status(Optional<String> code) {
        return code.filter(text -> text.matches("[1-5][0-9]{2}")).stream()
                .mapToInt(Integer::parseInt)
                .findFirst();
    }

    /** A number in a query, or what is usual; throws 422 for what is none of at least {@code least}. */
    public static int number(String name, Optional<String> text, int usual, int least) {
        return text.map(digits -> {
                    if (!digits.matches("[0-9]{1,6}") || Integer.parseInt(digits) < least) {
                        throw ApiException.invalidQuery(name, "must be a whole number from " + least);
                    }
                    return Integer.parseInt(digits);
                })
                .orElse(usual);
    }
}
