package io.spillway.destination.webhook;

import io.spillway.destination.DeliveryMetadata;
import io.spillway.destination.Hmac;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The Standard Webhooks specification: all live secrets sign {@code id.timestamp.body}, in Base64. */
record StandardSigning(HeaderNaming naming, Scheme scheme) implements Signing {

    enum Scheme {
        /** Symmetric: HMAC-SHA256. */
        V1("v1", SecretKind.BASE64),
        /** Asymmetric: Ed25519. */
        V1A("v1a", SecretKind.ED25519);

        private final String word;
        private final SecretKind secrets;

        Scheme(String word, SecretKind secrets) {
            this.word = word;
            this.secrets = secrets;
        }
    }

    @Override
    public SecretKind secrets() {
        return scheme.secrets;
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
    public Map<String, String> sign(Message message, List<String> secrets) {
        var headers = new HashMap<>(Map.of(
                naming.prefix() + "id", message.id(),
                naming.prefix() + "timestamp", message.seconds()));
        var start = Message.utf8(message.id() + "." + message.seconds() + ".");
        var signatures = secrets.stream()
                .flatMap(secret -> signature(secret, start, message.body()).stream())
                .map(bytes -> scheme.word + "," + Base64.getEncoder().encodeToString(bytes))
                .collect(Collectors.joining(" "));
        if (!signatures.isEmpty()) {
            headers.put(naming.prefix() + HeaderNaming.SIGNATURE, signatures);
        }
        return headers;
    }

    private Optional<byte[]> signature(String secret, byte[]... parts) {
        return switch (scheme) {
            case V1 -> SecretKind.decoded(secret).map(key -> Hmac.sha256(key, parts));
            case V1A -> Ed25519.read(secret).map(key -> key.sign(parts));
        };
    }
}
