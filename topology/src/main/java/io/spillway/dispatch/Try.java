package io.spillway.dispatch;

import io.spillway.topic.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * What makes two records of {@code deliveries} the same: delivery id, incarnation of the destination, attempt number and pass.
 *
 * @param incarnation -1 in records of a release that did not say it
 */
record Try(String delivery, int incarnation, int attempt, int pass) {

    /** Read from the record's headers, so that the value need not be; empty where they are not there. */
    static Optional<Try> of(Headers headers) {
        var delivery = headers.lastHeader(HeaderNames.DELIVERY);
        var attempt = number(headers, HeaderNames.ATTEMPT);
        var pass = number(headers, HeaderNames.PASS);
        if (delivery == null || attempt < 0 || pass < 0) {
            return Optional.empty();
        }
        var incarnation = number(headers, HeaderNames.INCARNATION);
        return Optional.of(new Try(new String(delivery.value(), StandardCharsets.UTF_8), incarnation, attempt, pass));
    }

    private static int number(Headers headers, String name) {
        var header = headers.lastHeader(name);
        if (header == null || header.value().length == 0 || header.value().length > 9) {
            return -1;
        }
        var number = 0;
        for (var digit : header.value()) {
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = 10 * number + digit - '0';
        }
        return number;
    }
}
