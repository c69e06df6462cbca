package io.spillway.destination.webhook;

import io.spillway.destination.Hmac;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Outpost's own scheme: HMAC-SHA256 of the body alone, in hexadecimal; the key is the whole secret's text. */
record DefaultSigning(HeaderNaming naming) implements Signing {

    @Override
    public SecretKind secrets() {
        return SecretKind.TEXT;
    }

    @Override
    public Map<String, String> sign(Message message, List<String> secrets) {
        var header = naming.header(HeaderNaming.SIGNATURE);
        return header.isEmpty() || secrets.isEmpty()
                ? Map.of()
                : Map.of(
                        header.get(),
                        secrets.stream()
                                .map(secret -> Hmac.sha256(Message.utf8(secret), message.body()))
                                .map(HexFormat.of()::formatHex)
                                .collect(Collectors.joining(",", "v0=", "")));
    }
}
