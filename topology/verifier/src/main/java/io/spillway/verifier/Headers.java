package io.spillway.verifier;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The headers of a request. What cannot be read is as if it were not there. */
record Headers(Function<String, @Nullable String> values) {

    Optional<String> get(String name) {
        return Optional.ofNullable(values.apply(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    static Optional<Instant> time(String seconds) {
        try {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    static List<byte[]> hex(Stream<String> texts) {
        return decoded(texts, HexFormat.of()::parseHex);
    }

    static List<byte[]> base64(Stream<String> texts) {
        return decoded(texts, Base64.getDecoder()::decode);
    }

    private static List<byte[]> decoded(Stream<String> texts, Function<String, byte[]> decode) {
        var all = new ArrayList<byte[]>();
        texts.forEach(text -> {
            try {
                all.add(decode.apply(text.strip()));
            } catch (IllegalArgumentException e) {
                // another one may fit
            }
        });
        return all;
    }
}
