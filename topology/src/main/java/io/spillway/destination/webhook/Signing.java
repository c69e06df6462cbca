package io.spillway.destination.webhook;

import io.spillway.destination.DeliveryMetadata;
import io.spillway.destination.Hmac;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** How requests are signed and their headers named, for all webhooks of a deployment. */
sealed interface Signing {

    int SECRET_BYTES = 32;
    String MARK = "whsec_";

    /** @throws IllegalArgumentException where {@code DESTINATIONS_WEBHOOK_MODE} is neither {@code default} nor {@code standard} */
    static Signing from(Map<String, String> variables) {
        var mode = variables.getOrDefault("DESTINATIONS_WEBHOOK_MODE", "default");
        return switch (mode) {
            case "", "default" -> new Plain(HeaderNaming.from(variables, "x-outpost-"));
            case "standard" -> new Standard(HeaderNaming.from(variables, "webhook-"));
            default ->
                throw new IllegalArgumentException(
                        "DESTINATIONS_WEBHOOK_MODE must be default or standard, not " + mode);
        };
    }

    /** A new secret of 32 random bytes. */
    String newSecret(RandomGenerator random);

    /** Whether this text can be a secret. */
    boolean accepts(String secret);

    /** The header that carries this metadata key, if any does. */
    Optional<String> metadataHeader(String key);

    /** Whether the event's metadata also go out under their bare names. */
    boolean sendsBareMetadata();

    /** Header name → value of id, time and signatures; without secrets nothing is signed. */
    Map<String, String> sign(String eventId, Instant at, byte[] body, List<String> secrets);

    /** Outpost's own scheme: HMAC-SHA256 of the body alone, in hexadecimal; the key is the whole secret's text. */
    record Plain(HeaderNaming naming) implements Signing {

        @Override
        public String newSecret(RandomGenerator random) {
            return MARK + HexFormat.of().formatHex(bytes(random));
        }

        @Override
        public boolean accepts(String secret) {
            return !secret.isEmpty();
        }

        @Override
        public Optional<String> metadataHeader(String key) {
            return naming.header(key);
        }

        @Override
        public boolean sendsBareMetadata() {
            return false;
        }

        @Override
        public Map<String, String> sign(String eventId, Instant at, byte[] body, List<String> secrets) {
            var header = naming.header(HeaderNaming.SIGNATURE);
            return header.isEmpty() || secrets.isEmpty()
                    ? Map.of()
                    : Map.of(
                            header.get(),
                            secrets.stream()
                                    .map(secret -> HexFormat.of()
                                            .formatHex(Hmac.sha256(secret.getBytes(StandardCharsets.UTF_8), body)))
                                    .collect(Collectors.joining(",", "v0=", "")));
        }
    }

    /** The Standard Webhooks specification, version 1, symmetric: HMAC-SHA256 of {@code id.timestamp.body} in Base64. */
    record Standard(HeaderNaming naming) implements Signing {

        @Override
        public String newSecret(RandomGenerator random) {
            return MARK + Base64.getEncoder().encodeToString(bytes(random));
        }

        @Override
        public boolean accepts(String secret) {
            return key(secret).isPresent();
        }

        /** {@code webhook-id} and {@code webhook-timestamp} stand for the keys that they repeat. */
        @Override
        public Optional<String> metadataHeader(String key) {
            return key.equals(DeliveryMetadata.EVENT_ID) || key.equals(DeliveryMetadata.TIMESTAMP)
                    ? Optional.empty()
                    : naming.header(key);
        }

        @Override
        public boolean sendsBareMetadata() {
            return true;
        }

        @Override
        public Map<String, String> sign(String eventId, Instant at, byte[] body, List<String> secrets) {
            var time = Long.toString(at.getEpochSecond());
            var start = (eventId + "." + time + ".").getBytes(StandardCharsets.UTF_8);
            var signature = secrets.stream()
                    .flatMap(secret -> key(secret).stream())
                    .map(key -> "v1," + Base64.getEncoder().encodeToString(Hmac.sha256(key, start, body)))
                    .collect(Collectors.joining(" "));
            var identity = Map.of(naming.prefix() + "id", eventId, naming.prefix() + "timestamp", time);
            return signature.isEmpty()
                    ? identity
                    : Map.of(
                            naming.prefix() + "id", eventId,
                            naming.prefix() + "timestamp", time,
                            naming.prefix() + "signature", signature);
        }

        private static Optional<byte[]> key(String secret) {
            if (!secret.startsWith(MARK)) {
                return Optional.empty();
            }
            try {
                return Optional.of(Base64.getDecoder().decode(secret.substring(MARK.length())))
                        .filter(key -> key.length > 0);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    private static byte[] bytes(RandomGenerator random) {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
