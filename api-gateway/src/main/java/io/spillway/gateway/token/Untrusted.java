package io.spillway.gateway.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A token whose form is in order, and of which nothing is verified.
 *
 * @param issuer who issued it, so it says
 */
record Untrusted(SignedJWT jwt, String issuer) {

    private static final int LONGEST = 8192;
    private static final int DEEPEST = 16;
    private static final int LONGEST_NUMBER = 32;
    private static final Pattern THREE_PARTS = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    /** Where another key lies, what else must be understood, and what makes another kind of token of it. */
    private static final Set<String> REFUSED_IN_HEADERS =
            Set.of("jwk", "jku", "x5c", "x5u", "crit", "b64", "cty", "enc", "zip");

    private static final ObjectReader STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /** Refuses whatever two readers could understand differently, before a library reads it. */
    static Optional<Untrusted> read(String token) {
        if (token.length() > LONGEST || !THREE_PARTS.matcher(token).matches()) {
            return Optional.empty();
        }
        var parts = token.split("\\.");
        try {
            var header = object(parts[0]);
            var claims = object(parts[1]);
            bytes(parts[2]);
            if (!isUsual(header) || !hasKinds(claims)) {
                return Optional.empty();
            }
            return Optional.of(
                    new Untrusted(SignedJWT.parse(token), claims.path("iss").textValue()));
        } catch (IOException | IllegalArgumentException | ParseException e) {
            return Optional.empty();
        }
    }

    private static boolean isUsual(ObjectNode header) {
        return header.path("alg").isTextual()
                && (!header.has("kid") || header.path("kid").isTextual())
                && REFUSED_IN_HEADERS.stream().noneMatch(header::has);
    }

    /** A library may take a null for a claim that is there, and a number for a text. */
    private static boolean hasKinds(ObjectNode claims) {
        return claims.path("iss").isTextual()
                && (!claims.has("sub") || claims.path("sub").isTextual())
                && claims.path("exp").isNumber()
                && Stream.of("nbf", "iat")
                        .allMatch(time -> !claims.has(time) || claims.path(time).isNumber());
    }

    private static ObjectNode object(String part) throws IOException {
        var text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes(part)))
                .toString();
        if (STRICT.readTree(text) instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("not an object");
    }

    /** Only the one spelling that an encoder gives: bits left over at the end are zero. */
    private static byte[] bytes(String part) {
        var bytes = Base64.getUrlDecoder().decode(part);
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
            throw new IllegalArgumentException("not the usual spelling");
        }
        return bytes;
    }
}
