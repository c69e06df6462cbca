package io.spillway.destination.webhook;

import io.spillway.destination.DeliveryMetadata;
import io.spillway.destination.Hmac;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hook0's scheme: one HMAC-SHA256 of time and body, in hexadecimal; since its {@code v1} with the names and values of headers
 * between the two, joined by dots.
 */
record Hook0Signing(Version version) implements Signing {

    enum Version {
        V0,
        V1
    }

    private static final String CONTENT_TYPE = "content-type";
    private static final String EVENT_ID = "x-event-id";
    private static final String EVENT_TYPE = "x-event-type";
    private static final HeaderNaming NAMING = new HeaderNaming(
            "x-hook0-", Map.of(DeliveryMetadata.EVENT_ID, EVENT_ID, DeliveryMetadata.TOPIC, EVENT_TYPE));

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
                .collect(Collectors.toMap(secret -> "x-hook0-signature", secret -> signature(message, secret)));
    }

    private String signature(Message message, String secret) {
        return switch (version) {
            case V0 -> "t=" + message.seconds() + ",v0=" + mac(message, secret, "");
            case V1 -> {
                var names = Stream.of(CONTENT_TYPE, EVENT_ID, EVENT_TYPE)
                        .filter(name -> value(message, name) != null)
                        .toList();
                var values = names.stream().map(name -> value(message, name)).collect(Collectors.joining("."));
                var signed = String.join(" ", names);
                yield "t=" + message.seconds() + ",h=" + signed + ",v1="
                        + mac(message, secret, signed + "." + values + ".");
            }
        };
    }

    private static String mac(Message message, String secret, String between) {
        var start = message.seconds() + "." + between;
        return HexFormat.of().formatHex(Hmac.sha256(Message.utf8(secret), Message.utf8(start), message.body()));
    }

    /** The content's type is the same for all, and set where the request is made. */
    private static @Nullable String value(Message message, String name) {
        return name.equals(CONTENT_TYPE)
                ? "application/json"
                : message.headers().get(name);
    }
}
