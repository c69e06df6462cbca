package io.spillway.verifier;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The signature profiles, each under the word of a destination's {@code signing.profile}. */
public enum Profile {

    /** {@code x-outpost-signature: v0=<hex>[,<hex>]} of the body. The time is not signed: know repeats by the event's id. */
    DEFAULT {
        @Override
        Optional<Claim> claim(Headers headers, byte[] body) {
            return headers.get("x-outpost-signature")
                    .filter(value -> value.startsWith("v0="))
                    .map(value -> Headers.hex(
                            Stream.of(value.substring("v0=".length()).split(","))))
                    .map(signatures -> new Claim(Optional.empty(), signatures, List.of(body)));
        }
    },

    /** Standard Webhooks, {@code v1,<base64>} of id, time and body. Secrets: {@code whsec_…} */
    STANDARD {
        @Override
        Key key(String secret) {
            return Key.base64(secret);
        }

        @Override
        Optional<Claim> claim(Headers headers, byte[] body) {
            return standard(headers, body, "v1,");
        }
    },

    /** Standard Webhooks, {@code v1a,<base64>} of id, time and body. Keys: the destination's {@code public_key}, {@code whpk_…} */
    STANDARD_V1A {
        @Override
        Key key(String secret) {
            return Key.ed25519(secret);
        }

        @Override
        Optional<Claim> claim(Headers headers, byte[] body) {
            return standard(headers, body, "v1a,");
        }
    },

    /** {@code x-harborhook-signature: sha256=<hex>} of body and time. */
    HARBORHOOK {
        @Override
        Optional<Claim> claim(Headers headers, byte[] body) {
            var time = headers.get("x-harborhook-timestamp").flatMap(Headers::time);
            return headers.get("x-harborhook-signature")
                    .filter(value -> time.isPresent() && value.startsWith("sha256="))
                    .map(value -> Headers.hex(Stream.of(value.substring("sha256=".length()))))
                    .map(signatures -> new Claim(time, signatures, List.of(body, seconds(time.get()))));
        }
    },

    /** {@code x-algohire-signature: <base64>} of the body. The time is not signed: know repeats by the event's id. */
    ALGOHIRE {
        @Override
        Optional<Claim> claim(Headers headers, byte[] body) {
            return headers.get("x-algohire-signature")
                    .map(value -> Headers.base64(Stream.of(value)))
                    .map(signatures -> new Claim(Optional.empty(), signatures, List.of(body)));
        }
    },

    /** {@code x-hook0-signature: t=<seconds>,v0=<hex>} of time and body. */
    HOOK0_V0 {
        @Override
        Optional<Claim> claim(Headers headers, byte[] body) {
            return hook0(headers, "v0", body, "");
        }
    },

    /** {@code x-hook0-signature: t=<seconds>,h=<names>,v1=<hex>} of time, names and values of headers, and body. */
    HOOK0_V1 {
        @Override
        Optional<Claim> claim(Headers headers, byte[] body) {
            var names = parts(headers).get("h");
            if (names == null) {
                return Optional.empty();
            }
            var values = Stream.of(names.split(" "))
                    .flatMap(name -> headers.get(name).stream())
                    .collect(Collectors.joining("."));
            return hook0(headers, "v1", body, names + "." + values + ".");
        }
    };

    /** @throws IllegalArgumentException where the text cannot be a secret of this profile */
    Key key(String secret) {
        return Key.text(secret);
    }

    /** Empty where a header is missing or cannot be read. */
    abstract Optional<Claim> claim(Headers headers, byte[] body);

    private static Optional<Claim> standard(Headers headers, byte[] body, String mark) {
        var id = headers.get("webhook-id");
        var time = headers.get("webhook-timestamp").flatMap(Headers::time);
        var listed = headers.get("webhook-signature");
        if (id.isEmpty() || time.isEmpty() || listed.isEmpty()) {
            return Optional.empty();
        }
        var start = Claim.utf8(id.get() + "." + time.get().getEpochSecond() + ".");
        var signatures = Headers.base64(Stream.of(listed.get().split(" "))
                .filter(signature -> signature.startsWith(mark))
                .map(signature -> signature.substring(mark.length())));
        return Optional.of(new Claim(time, signatures, List.of(start, body)));
    }

    private static Optional<Claim> hook0(Headers headers, String version, byte[] body, String between) {
        var parts = parts(headers);
        var time = Optional.ofNullable(parts.get("t")).flatMap(Headers::time);
        return Optional.ofNullable(parts.get(version))
                .filter(signature -> time.isPresent())
                .map(signature -> new Claim(
                        time,
                        Headers.hex(Stream.of(signature)),
                        List.of(seconds(time.get()), Claim.utf8("." + between), body)));
    }

    private static Map<String, String> parts(Headers headers) {
        var parts = new HashMap<String, String>();
        for (var part : headers.get("x-hook0-signature").orElse("").split(",")) {
            var equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        return parts;
    }

    private static byte[] seconds(Instant time) {
        return Claim.utf8(Long.toString(time.getEpochSecond()));
    }
}
