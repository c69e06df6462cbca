package io.spillway.destination.webhook;

import io.spillway.destination.DeliveryMetadata;
import io.spillway.destination.Hmac;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Algohire's scheme: one HMAC-SHA256 of the body alone, in Base64. */
record AlgohireSigning() implements Signing {

    private static final String PREFIX = "x-algohire-";
    private static final HeaderNaming NAMING =
            new HeaderNaming(PREFIX, Map.of(DeliveryMetadata.TOPIC, PREFIX + "event-type"));

    @Override
    public HeaderNaming naming() {
        return NAMING;
    }

    @Override
    public SecretKind secrets() {
        return SecretKind.TEXT;
    }

    @Override
    public Map<String, String> sign(Message message, List<String> secrets) {
        return secrets.stream()
                .limit(1)
                .map(secret -> Hmac.sha256(Message.utf8(secret), message.body()))
                .collect(Collectors.toMap(mac -> PREFIX + "signature", Base64.getEncoder()::encodeToString));
    }
}
