package io.spillway.destination.webhook;

import io.spillway.destination.DeliveryMetadata;
import io.spillway.destination.Hmac;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Harborhook's scheme: one HMAC-SHA256 of the body and the time after it, in hexadecimal. */
record HarborhookSigning() implements Signing {

    private static final String PREFIX = "x-harborhook-";
    private static final HeaderNaming NAMING = new HeaderNaming(PREFIX, Map.of(DeliveryMetadata.TIMESTAMP, ""));

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
        var time = message.seconds();
        return secrets.stream()
                .findFirst()
                .map(secret -> Hmac.sha256(Message.utf8(secret), message.body(), Message.utf8(time)))
                .map(mac -> Map.of(
                        PREFIX + "timestamp",
                        time,
                        PREFIX + "signature",
                        "sha256=" + HexFormat.of().formatHex(mac)))
                .orElseGet(() -> Map.of(PREFIX + "timestamp", time));
    }
}
