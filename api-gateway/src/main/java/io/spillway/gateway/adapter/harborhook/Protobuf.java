package io.spillway.gateway.adapter.harborhook;

import io.spillway.gateway.adapter.Words;
import io.spillway.gateway.http.Fields;
import java.util.Locale;
import java.util.Optional;

/** Protocol Buffers' mapping to JSON: fields are written in camel case, and read in that or as the schema has them. */
final class Protobuf {

    private Protobuf() {}

    static String require(Fields fields, String name) {
        return text(fields, name).orElseThrow(() -> Words.missing(name));
    }

    /** @param name in camel case */
    static Optional<String> text(Fields fields, String name) {
        return fields.text(name).or(() -> fields.text(original(name)));
    }

    private static String original(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
