package io.spillway.destination.hookdeck;

import io.spillway.destination.Answer;
import io.spillway.destination.Attempting;
import io.spillway.destination.Courier;
import io.spillway.destination.DeliveryMetadata;
import io.spillway.destination.Hmac;
import io.spillway.destination.Settings;
import io.spillway.destination.http.HeaderText;
import io.spillway.destination.http.Hidden;
import io.spillway.destination.http.HttpSender;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/** Posts an event's data to a source, signed with the source's secret. */
final class HookdeckCourier implements Courier {

    private static final String PREFIX = "X-Outpost-";

    private final String base;
    private final HttpSender sender;

    HookdeckCourier(String base, HttpSender sender) {
        this.base = base;
        this.sender = sender;
    }

    @Override
    public Outcome deliver(Delivery delivery, Settings settings, Attempting attempting) {
        var token = HookdeckToken.read(settings.credentials().getOrDefault("token", ""));
        if (token.isEmpty()) {
            return Answer.failed(Failure.PROVIDER, "the destination's token cannot be used");
        }
        if (!(delivery.event().data() instanceof Data.Inline(var body))) {
            return Answer.failed(Failure.PROVIDER, "the event's data are not at hand");
        }
        var headers = headers(DeliveryMetadata.of(delivery, settings, attempting));
        if (headers.isEmpty()) {
            return Answer.failed(Failure.PROVIDER, "metadata cannot be sent as headers");
        }
        var signature = Base64.getEncoder()
                .encodeToString(Hmac.sha256(token.get().secret().getBytes(StandardCharsets.UTF_8), body));
        return sender.post(
                HttpUrl.get(base + token.get().source()),
                headers.get()
                        .newBuilder()
                        .set("X-Hookdeck-Signature", "v0=" + signature)
                        .build(),
                body,
                new Hidden(List.of(
                        settings.credentials().getOrDefault("token", ""),
                        token.get().secret())),
                attempting.timeout());
    }

    @Override
    public void close() {
        sender.close();
    }

    private static Optional<Headers> headers(Map<String, String> metadata) {
        var headers = new Headers.Builder();
        for (var entry : metadata.entrySet()) {
            if (!HeaderText.isName(entry.getKey()) || !HeaderText.isValue(entry.getValue())) {
                return Optional.empty();
            }
            headers.removeAll(PREFIX + entry.getKey()).addUnsafeNonAscii(PREFIX + entry.getKey(), entry.getValue());
        }
        return Optional.of(headers.build());
    }
}
